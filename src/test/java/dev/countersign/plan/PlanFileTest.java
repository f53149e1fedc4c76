package dev.countersign.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.fault.UserException;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanFileTest {
    @TempDir Path folder;

    private static final String TOML = """
            task = "Add retry"

            [[node]]
            id = "api"
            class = "interface"
            goal = "Describe it"
            owns = ["src/api/**"]

            [[node]]
            id = "retry"
            goal = "Write it"
            owns = ["src/impl/*.java"]
            after = ["api"]
            agent = "claude"
            checks = [["java", "build/Check.java"], "mvn -q test"]
            forbid = ["System\\\\.exit"]
            require = ["in src/impl/*.java: sleep\\\\(", "backoff"]
            declares = ["Retry.delay"]
            """;

    private static final Plan PLAN = new Plan("Add retry", List.of(
            new Node(new NodeId("api"), "Describe it", NodeClass.INTERFACE, List.of(), Optional.empty(),
                    new Contract(List.of("src/api/**"), List.of(), List.of())),
            new Node(new NodeId("retry"), "Write it", NodeClass.IMPLEMENTATION, List.of(new NodeId("api")),
                    Optional.of("claude"), new Contract(List.of("src/impl/*.java"), List.of("System\\.exit"),
                    List.of(List.of("java", "build/Check.java"), List.of("mvn", "-q", "test")),
                    List.of(new Requirement("sleep\\(", Optional.of("src/impl/*.java")), new Requirement("backoff", Optional.empty())),
                    List.of(new Requirement("Retry.delay", Optional.empty()))))));

    @Test
    void tomlIsRead() throws IOException {
        assertThat(PlanFile.read(write("plan.toml", TOML), "")).isEqualTo(PLAN);
    }

    @Test
    void jsonIsReadAlike() throws IOException {
        String json = """
                {"task": "Add retry", "node": [
                  {"id": "api", "class": "interface", "goal": "Describe it", "owns": ["src/api/**"]},
                  {"id": "retry", "goal": "Write it", "owns": ["src/impl/*.java"], "after": ["api"], "agent": "claude",
                   "checks": [["java", "build/Check.java"], "mvn -q test"], "forbid": ["System\\\\.exit"],
                   "require": ["in src/impl/*.java: sleep\\\\(", "backoff"], "declares": ["Retry.delay"]}]}
                """;
        assertThat(PlanFile.read(write("plan.json", json), "")).isEqualTo(PLAN);
    }

    @Test
    void theGivenTaskServesWhereTheFileHasNone() throws IOException {
        Plan plan = PlanFile.read(write("p.toml", "[[node]]\nid = \"a\"\ngoal = \"g\"\n"), "from outside");
        assertThat(plan.task()).isEqualTo("from outside");
    }

    @Test
    void everyFaultNamesFileLineAndKey() throws IOException {
        refuses("[[node]]\nid = \"a\"\ngoal = \"g\"\nowner = [\"x\"]\n", 4, "owner", "not known");
        refuses("[[node]]\nid = \"A b\"\ngoal = \"g\"\n", 2, "id", "is no node id");
        refuses("[[node]]\nid = \"a\"\n", 1, "goal", "has no goal");
        refuses("[[node]]\nid = \"a\"\ngoal = \"g\"\nclass = \"magic\"\n", 4, "class", "no class of node");
        refuses("[[node]]\nid = \"a\"\ngoal = \"g\"\nowns = \"src\"\n", 4, "owns", "is a list");
        refuses("[[node]]\nid = \"a\"\ngoal = 3\n", 3, "goal", "is a text");
        refuses("[[node]]\nid = \"a\"\ngoal = \"g\"\nowns = [\"../x\"]\n", 4, "owns", "leaves the workspace");
        refuses("[[node]]\nid = \"a\"\ngoal = \"g\"\nforbid = [\"(\"]\n", 4, "forbid", "not a regular expression");
        refuses("[[node]]\nid = \"a\"\ngoal = \"g\"\nrequire = [\"in src/**: (\"]\n", 4, "require", "not a regular expression");
        refuses("[[node]]\nid = \"a\"\ngoal = \"g\"\nrequire = [\"in ../x: y\"]\n", 4, "require", "leaves the workspace");
        refuses("[[node]]\nid = \"a\"\ngoal = \"g\"\nowns = [\"src/\"]\ndeclares = [\"in lib/**: Store\"]\n", 5, "declares",
                "owns no file that \"lib/**\" matches");
        refuses("[[node]]\nid = \"a\"\ngoal = \"g\"\ndeclares = [\"void put()\"]\n", 4, "declares", "is no name of a symbol");
        refuses("[[node]]\nid = \"a\"\ngoal = \"g\"\nafter = [\"b\"]\n", 4, "after", "not in the plan");
        refuses("[[node]]\nid = \"a\"\ngoal = \"g\"\nafter = [\"a\"]\n", 4, "after", "waits for itself");
        refuses("[[node\n", 1, "", "not TOML");
        refuses("task = \"t\"\n", 1, "node", "has no node");
    }

    @Test
    void aCircleIsNamedInFull() throws IOException {
        refuses("""
                [[node]]
                id = "a"
                goal = "g"
                owns = ["a/"]
                after = ["c"]
                [[node]]
                id = "b"
                goal = "g"
                owns = ["b/"]
                after = ["a"]
                [[node]]
                id = "c"
                goal = "g"
                owns = ["c/"]
                after = ["b"]
                """, 5, "after", "a \u2192 c \u2192 b \u2192 a");
    }

    @Test
    void twoOwnersOfOneFileAreRefused() throws IOException {
        refuses("""
                [[node]]
                id = "a"
                goal = "g"
                owns = ["src/**/A*.java"]
                [[node]]
                id = "b"
                goal = "g"
                owns = ["docs/", "src/x/*B.java"]
                """, 8, "owns", "\"src/**/A*.java\" and \"src/x/*B.java\"");
    }

    @Test
    void aNodeThatOwnsEverythingIsAlone() throws IOException {
        refuses("[[node]]\nid = \"a\"\ngoal = \"g\"\n[[node]]\nid = \"b\"\ngoal = \"g\"\nowns = [\"b\"]\n",
                7, "owns", "\"a\" names no files");
    }

    @Test
    void brokenJsonNamesItsLine() throws IOException {
        assertThatThrownBy(() -> PlanFile.read(write("x.json", "{\n \"node\": [\n}"), ""))
                .isInstanceOf(UserException.class).hasMessageContaining("x.json, line 3").hasMessageContaining("not JSON");
    }

    @Test
    void aMissingFileSaysSo() {
        assertThatThrownBy(() -> PlanFile.read(folder.resolve("none.toml"), ""))
                .isInstanceOf(UserException.class).hasMessageContaining("PLAN-002").hasMessageContaining("no such file");
    }

    @Test
    void contractsOwnByGlob() {
        var contract = new Contract(List.of("src/**/*.java", "docs/"), List.of(), List.of());
        assertThat(List.of("src/A.java", "src/a/b/C.java", "docs/x/y.md").stream().map(WorkspacePath::of))
                .allMatch(contract::owns);
        assertThat(List.of("src/a.txt", "xsrc/A.java", "docs.md").stream().map(WorkspacePath::of))
                .noneMatch(contract::owns);
    }

    private void refuses(String toml, int line, String key, String what) throws IOException {
        Path file = write("bad.toml", toml);
        assertThatThrownBy(() -> PlanFile.read(file, ""))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("PLAN-001: " + file + ", line " + line + (key.isEmpty() ? "" : ", key \"" + key + "\""))
                .hasMessageContaining(what);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
