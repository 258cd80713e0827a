// SPDX-License-Identifier: Apache-2.0
package io.shmooze.console;

import io.shmooze.UsageException;
import java.awt.AWTError;
import java.awt.Dimension;
import java.awt.EventQueue;
import java.awt.Graphics;
import java.awt.GraphicsEnvironment;
import java.awt.HeadlessException;
import java.awt.Toolkit;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.awt.image.BufferedImage;
import java.util.List;
import javax.swing.JComponent;
import javax.swing.JFrame;
import javax.swing.JPanel;
import javax.swing.KeyStroke;

/** A window with the last picture, scaled to the window. The keys q and Escape close it. */
final class PictureWindow {
    /** The part of the screen that the first picture may take. */
    private static final double SHARE = 0.9;
    private static final List<KeyStroke> CLOSING =
            List.of(KeyStroke.getKeyStroke('q'), KeyStroke.getKeyStroke('Q'), KeyStroke.getKeyStroke("ESCAPE"));

    private final String title;
    private final JFrame frame;
    private final JPanel panel = new Panel();
    /** Guarded by this, so that it is not overwritten while it is painted. */
    private BufferedImage picture;

    private PictureWindow(String title, Runnable onClose) {
        this.title = title;
        frame = new JFrame(title);
        frame.setDefaultCloseOperation(JFrame.DISPOSE_ON_CLOSE);
        frame.addWindowListener(new WindowAdapter() {
            @Override
            public void windowClosed(WindowEvent event) {
                onClose.run();
            }
        });
        frame.add(panel);
        for (KeyStroke key : CLOSING) {
            frame.getRootPane().registerKeyboardAction(event -> frame.dispose(), key,
                    JComponent.WHEN_IN_FOCUSED_WINDOW);
        }
    }

    /**
     * Prepares a window. It opens with its first picture.
     *
     * @param title of the window
     * @param onClose called when the user closes it
     * @throws UsageException if there is no display
     */
    static PictureWindow open(String title, Runnable onClose) {
        try {
            if (!GraphicsEnvironment.isHeadless()) {
                return new PictureWindow(title, onClose);
            }
        } catch (HeadlessException | AWTError e) {
            throw noDisplay(e);
        }
        throw noDisplay(null);
    }

    private static UsageException noDisplay(Throwable cause) {
        String display = System.getenv("DISPLAY");
        return new UsageException("Option --show: there is no display to open a window on, because DISPLAY is "
                + (display == null ? "not set" : "\"" + display + "\"") + ": set it, or save with -o", cause);
    }

    /**
     * Shows a note behind the title.
     *
     * @param note null for none
     */
    void note(String note) {
        EventQueue.invokeLater(() -> frame.setTitle(note == null ? title : title + " - " + note));
    }

    /**
     * Shows a picture.
     *
     * @param next owned by the window until another one is shown
     * @return the last picture, which the caller may overwrite; null for none
     */
    BufferedImage show(BufferedImage next) {
        BufferedImage last;
        synchronized (this) {
            last = picture;
            picture = next;
        }
        if (last == null) {
            EventQueue.invokeLater(this::appear);
        } else {
            panel.repaint();
        }
        return last;
    }

    private void appear() {
        Dimension screen = Toolkit.getDefaultToolkit().getScreenSize();
        synchronized (this) {
            double scale = Math.min(1, Math.min(SHARE * screen.width / picture.getWidth(),
                    SHARE * screen.height / picture.getHeight()));
            panel.setPreferredSize(new Dimension((int) Math.ceil(scale * picture.getWidth()),
                    (int) Math.ceil(scale * picture.getHeight())));
        }
        frame.pack();
        frame.setVisible(true);
    }

    private synchronized void paint(Graphics graphics, int width, int height) {
        double scale = Math.min((double) width / picture.getWidth(), (double) height / picture.getHeight());
        int shownWidth = (int) Math.round(scale * picture.getWidth());
        int shownHeight = (int) Math.round(scale * picture.getHeight());
        graphics.drawImage(picture, (width - shownWidth) / 2, (height - shownHeight) / 2, shownWidth, shownHeight,
                null);
    }

    /** The content of the window. */
    private final class Panel extends JPanel {
        private static final long serialVersionUID = 1;

        @Override
        protected void paintComponent(Graphics graphics) {
            super.paintComponent(graphics);
            PictureWindow.this.paint(graphics, getWidth(), getHeight());
        }
    }
}
