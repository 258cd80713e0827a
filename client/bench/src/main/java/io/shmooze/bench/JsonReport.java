// SPDX-License-Identifier: Apache-2.0
package io.shmooze.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The results for programs: every figure of every round. */
final class JsonReport {
    private JsonReport() {
    }

    /** The text of the whole file. */
    static String text(Map<String, String> facts, BenchOptions options, Results results) {
        List<Object> entries = new ArrayList<>();
        Comparison comparison = new Comparison(options.contenders(), results);
        for (BenchOptions.Run run : options.runs()) {
            for (Workload workload : run.workloads()) {
                entries.add(entry(run.contender(), workload, results, comparison));
            }
        }
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("machine", facts);
        report.put("rounds", options.rounds());
        report.put("timeMs", options.time().toMillis());
        report.put("order", results.order().stream().map(Contender::name).toList());
        report.put("results", entries);
        return Json.text(report) + "\n";
    }

    private static Map<String, Object> entry(Contender contender, Workload workload, Results results,
            Comparison comparison) {
        Map<String, Object> figures = new LinkedHashMap<>();
        for (Figure figure : workload.figures()) {
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("unit", figure.unit());
            values.put("median", results.median(contender, workload, figure));
            values.put("min", results.min(contender, workload, figure));
            values.put("max", results.max(contender, workload, figure));
            values.put("ratioToAgrona", comparison.toAgrona(contender, workload, figure));
            values.put("ratioToUnixSocket", comparison.toUnixSocket(contender, workload, figure));
            values.put("ratioToPlain", comparison.toPlain(contender, workload, figure));
            values.put("rounds", results.samples(contender, workload).stream().map(figure::of).toList());
            figures.put(figure.title(), values);
        }
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("transport", contender.name());
        entry.put("version", contender.transport().version());
        entry.put("memory", contender.memory());
        entry.put("work", workload.id());
        entry.put("figures", figures);
        return entry;
    }
}
