package dev.countersign.bench;

import dev.countersign.ledger.store.Vault;
import dev.countersign.workspace.Sha256;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/// All content of a real history in the vault, beside git packs of the same: arguments are bare git repositories. Every version that a
/// commit brings goes in with the version before it as its hint, in the order of the commits, as entries would bring them.
public final class HistoryContent {
    private HistoryContent() {}

    public static void main(String[] repositories) throws Exception {
        System.out.println("| history | contents | plain | vault | pack of the contents | whole pack | vault / contents | vault / whole | put | read |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|");
        for (String repository : repositories) {
            Path folder = Files.createTempDirectory(Path.of("target"), "history");
            try {
                measure(Path.of(repository).toAbsolutePath(), folder.toAbsolutePath());
            } finally {
                Ground.delete(folder);
            }
        }
    }

    private static void measure(Path source, Path folder) throws Exception {
        Path git = folder.resolve("git");
        run(folder, "git clone -q --bare --shared --single-branch --no-tags " + source + " git");
        // What repack -a -d -F does, but also where a stored copy lacks an object or two.
        String objects = "git rev-list --objects --missing=print HEAD | grep -v '^?'";
        String pack = " | git pack-objects -q --no-reuse-delta --no-reuse-object ";
        run(git, objects + pack + "../whole > /dev/null");
        long whole = sizes(folder, "whole-*.pack");
        run(git, objects + " | git cat-file --batch-check='%(objecttype) %(objectname) %(rest)' | sed -n 's/^blob //p'"
                + pack + "../contents > /dev/null");
        long contents = sizes(folder, "contents-*.pack");
        var digests = new HashMap<String, Sha256>();
        long plain = 0;
        long putting = 0;
        try (Vault vault = Vault.open(folder.resolve("vault"), 256L << 20)) {
            Process cat = new ProcessBuilder("git", "cat-file", "--batch").directory(git.toFile()).start();
            Process log = new ProcessBuilder("bash", "-c", "git log --reverse --topo-order -m --raw --no-abbrev --no-renames --format= HEAD")
                    .directory(git.toFile()).start();
            try (var ask = cat.getOutputStream(); var answer = new DataInputStream(new BufferedInputStream(cat.getInputStream(), 1 << 20));
                    var lines = log.inputReader()) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    String[] fields = line.split("[ \t]");
                    if (!line.startsWith(":") || fields[1].equals("160000") || fields[3].matches("0+") || digests.containsKey(fields[3])) {
                        continue;
                    }
                    byte[] content = blob(ask, answer, fields[3]);
                    if (content.length == 0) {
                        continue;
                    }
                    plain += content.length;
                    Sha256 like = digests.get(fields[2]);
                    long start = System.nanoTime();
                    digests.put(fields[3], like == null ? vault.put(content) : vault.put(new ByteArrayInputStream(content), like));
                    putting += System.nanoTime() - start;
                }
            }
            vault.sync();
            long reading = read(vault, digests);
            System.out.printf(Locale.ENGLISH, "| %s | %,d | %.1f MB | %.2f MB | %.2f MB | %.2f MB | **%.2f** | %.2f | %.2f ms | %.3f ms |%n",
                    source.getParent().getFileName(), digests.size(), plain / 1e6, vault.bytes() / 1e6, contents / 1e6, whole / 1e6,
                    (double) vault.bytes() / contents, (double) vault.bytes() / whole, putting / 1e6 / digests.size(), reading / 1e6 / 5_000);
        }
    }

    /// 5,000 contents at random, each checked against its digest by the vault.
    private static long read(Vault vault, Map<String, Sha256> digests) throws IOException {
        var all = List.copyOf(digests.values());
        var random = new Random(1);
        long start = System.nanoTime();
        for (int i = 0; i < 5_000; i++) {
            vault.read(all.get(random.nextInt(all.size())));
        }
        return System.nanoTime() - start;
    }

    private static byte[] blob(OutputStream ask, DataInputStream answer, String name) throws IOException {
        ask.write((name + "\n").getBytes(StandardCharsets.US_ASCII));
        ask.flush();
        var head = new StringBuilder();
        for (int read = answer.read(); read != '\n'; read = answer.read()) {
            head.append((char) read);
        }
        if (head.toString().endsWith(" missing")) {
            return new byte[0];
        }
        byte[] content = new byte[Integer.parseInt(head.substring(head.lastIndexOf(" ") + 1))];
        answer.readFully(content);
        answer.read();
        return content;
    }

    private static long sizes(Path folder, String names) throws IOException {
        long bytes = 0;
        try (var packs = Files.newDirectoryStream(folder, names)) {
            for (Path pack : packs) {
                bytes += Files.size(pack);
            }
        }
        return bytes;
    }

    private static void run(Path folder, String command) throws Exception {
        if (new ProcessBuilder("bash", "-c", "set -o pipefail; " + command).directory(folder.toFile()).inheritIO().start().waitFor() != 0) {
            throw new IOException("failed: " + command);
        }
    }
}
