package dev.countersign.bench;

import dev.countersign.secret.Redactor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// How fast secrets are taken out of output: 100 secrets, 64 MiB of log-like text in pieces of 16 KiB, a secret in every 64 KiB. Beside it,
/// in the same rounds, a plain copy of the pieces, and an alternation of the plain values by `java.util.regex`.
public final class RedactionScenario {
    private static final int MIB = 1 << 20;
    private static final int PIECE = 16 << 10;

    private RedactionScenario() {}

    public static void main(String[] arguments) {
        var random = new Random(11);
        var secrets = new ArrayList<Redactor.Known>();
        for (int i = 0; i < 100; i++) {
            byte[] bytes = new byte[24];
            random.nextBytes(bytes);
            secrets.add(new Redactor.Known("SECRET_" + i, (i % 4 == 0 ? "sk-ant-api03-" : "") + Base64.getUrlEncoder().encodeToString(bytes)));
        }
        byte[] text = text(random, secrets);
        Redactor redactor = Redactor.of(secrets);
        Pattern alternation = Pattern.compile(secrets.stream().map(secret -> Pattern.quote(secret.value())).collect(Collectors.joining("|")));
        List<Double> ours = new ArrayList<>();
        List<Double> copies = new ArrayList<>();
        List<Double> regex = new ArrayList<>();
        for (int round = 0; round < 12; round++) {
            ours.add(speed(text.length, () -> redacted(text, redactor)));
            copies.add(speed(text.length, () -> copied(text)));
            // A sixteenth of it: it takes long.
            byte[] part = Arrays.copyOf(text, text.length / 16);
            regex.add(speed(part.length, () -> alternation.matcher(new String(part, StandardCharsets.UTF_8)).replaceAll("[REDACTED]").length()));
        }
        System.out.printf("MB/s, median of the last 9 rounds: redaction %.0f, plain copy %.0f, regex of plain values %.1f%n", median(ours), median(copies), median(regex));
    }

    private static byte[] text(Random random, List<Redactor.Known> secrets) {
        String[] words = {"INFO ", "dev.countersign.run.NodeWork ", "[main] ", "compiled 12 files ", "https://repo.maven.apache.org/maven2/org/x ", "at java.base/java.util.ArrayList.get(ArrayList.java:427) ",
            "{\"type\":\"tool\",\"id\":17} ", "3f9a1c7be2d84056 ", "Tests run: 12, Failures: 0 ", "c2VjcmV0IG9mIG5vYm9keQ== ", "\n"};
        var out = new StringBuilder();
        int next = 0;
        while (out.length() < 64 * MIB) {
            out.append(words[random.nextInt(words.length)]);
            if (out.length() > next) {
                out.append(secrets.get(random.nextInt(secrets.size())).value()).append('\n');
                next += 64 << 10;
            }
        }
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private interface Work {
        long done();
    }

    private static double speed(long bytes, Work work) {
        long begun = System.nanoTime();
        long result = work.done();
        double seconds = (System.nanoTime() - begun) / 1e9;
        if (result == 0) {
            throw new IllegalStateException();
        }
        return bytes / seconds / 1e6;
    }

    private static long redacted(byte[] text, Redactor redactor) {
        Redactor.Stream stream = redactor.stream();
        long all = 0;
        for (int at = 0; at < text.length; at += PIECE) {
            all += stream.write(Arrays.copyOfRange(text, at, Math.min(text.length, at + PIECE))).length;
        }
        return all + stream.end().length;
    }

    private static long copied(byte[] text) {
        long all = 0;
        for (int at = 0; at < text.length; at += PIECE) {
            all += Arrays.copyOfRange(text, at, Math.min(text.length, at + PIECE)).length + text[at];
        }
        return all;
    }

    private static double median(List<Double> all) {
        var rounds = new ArrayList<>(all.subList(3, all.size()));
        Collections.sort(rounds);
        return rounds.get(rounds.size() / 2);
    }
}
