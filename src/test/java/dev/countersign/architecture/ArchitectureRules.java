package dev.countersign.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// The rules of the house, each with its reason, over any base package: the real one, and a planted one that breaks them.
final class ArchitectureRules {
    /// What only the composition root may name: both faces, and each adapter.
    static final List<String> ADAPTERS = List.of("ui", "cli", "agent.acp", "agent.cli", "agent.mcp.sdk", "agent.mcp.pipe", "agent.model", "network.proxy", "agent.patch", "agent.sample", "sandbox.local", "secret.file",
            "policy.builtin", "policy.starlark", "verify.project", "verify.structure", "verify.syntax", "ledger.duckdb", "ledger.keyring", "ledger.lucene", "remote");

    /// From the ground up. A package uses only those before it.
    static final List<String> LAYERS = List.of("fault", "secret", "workspace", "changeset", "plan", "policy", "sandbox", "verify", "network", "script", "model", "agent",
            "ledger", "run", "review");

    private static final Set<String> WRITES = Set.of("write", "writeString", "move", "copy", "delete", "deleteIfExists",
            "createFile", "createDirectory", "createDirectories", "createSymbolicLink", "createLink", "newOutputStream",
            "newBufferedWriter", "setPosixFilePermissions", "setLastModifiedTime", "setAttribute", "setOwner");

    private final String base;

    ArchitectureRules(String base) {
        this.base = base;
    }

    private String in(String name) {
        return base + "." + name + "..";
    }

    Map<String, ArchRule> all() {
        var rules = new LinkedHashMap<String, ArchRule>();
        rules.put("no screen in the core", noClasses().that(not(resideInAPackage(in("ui"))))
                .should().dependOnClassesThat().resideInAnyPackage("javafx..")
                .because("the core runs without a display; JavaFX, its beans too, lives under ui"));
        for (String adapter : ADAPTERS) {
            rules.put(adapter + " is named by Main only", noClasses()
                    .that(not(resideInAPackage(in(adapter))).and(not(named(base + ".Main"))))
                    .should().dependOnClassesThat().resideInAPackage(in(adapter)).allowEmptyShould(true)
                    .because("adapters are exchangeable: only the composition root knows which there are"));
        }
        rules.put("SQL in one place", noClasses().that(not(resideInAPackage(in("ledger.duckdb"))))
                .should().dependOnClassesThat().resideInAnyPackage("java.sql..", "javax.sql..", "org.duckdb..")
                .because("an auditor reads all SQL in one folder"));
        rules.put("the search engine in one place", noClasses().that(not(resideInAPackage(in("ledger.lucene"))))
                .should().dependOnClassesThat().resideInAnyPackage("org.apache.lucene..")
                .because("an index can be exchanged, and nothing else may come to need it"));
        rules.put("the Model Context Protocol in one place", noClasses().that(not(resideInAPackage(in("agent.mcp.sdk"))))
                .should().dependOnClassesThat().resideInAnyPackage("io.modelcontextprotocol..", "reactor..")
                .because("what servers say reaches the rest as values, bounded"));
        rules.put("models' libraries in one place", noClasses().that(not(resideInAPackage(in("agent.model"))))
                .should().dependOnClassesThat().resideInAnyPackage("dev.langchain4j..")
                .because("what providers understand can be written by another library, and nothing else may come to need it"));
        rules.put("processes in one place", noClasses().that(not(resideInAPackage(in("sandbox"))))
                .should().callMethodWhere(startsProcess()).orShould().dependOnClassesThat().areAssignableTo(ProcessBuilder.class)
                .because("whatever starts a process passes the sandbox"));
        rules.put("writers of files", noClasses().that(not(resideInAnyPackage(in("workspace"), in("ledger"), in("run"),
                        in("sandbox"), in("secret"), in("policy.starlark"), in("agent.sample"), in("agent.acp"), in("agent.cli"), in("agent.mcp.sdk"), in("agent.mcp.pipe"), in("agent.model"), in("verify.project"), in("ui.fx"), in("ui.review"), in("cli"), in("remote"), in("network.proxy"))).and(not(named(base + ".Main"))))
                .should().callMethodWhere(writesFiles())
                .because("the user's tree is written by workspace alone; the others named here write their own files only"));
        rules.put("starlark knows nothing of the house", noClasses().that().resideInAPackage(in("starlark"))
                .should().dependOnClassesThat(not(resideInAnyPackage("java..", "org.jspecify..", in("starlark")))).allowEmptyShould(true)
                .because("an interpreter that scripts of anyone run in is audited alone"));
        rules.put("no cycles", slices().matching(base + ".(*)..").should().beFreeOfCycles()
                .because("values flow one way"));
        for (int i = 0; i < LAYERS.size(); i++) {
            var above = LAYERS.subList(i + 1, LAYERS.size()).stream().map(this::in).toArray(String[]::new);
            if (above.length > 0) {
                rules.put(LAYERS.get(i) + " knows nothing above it", noClasses().that().resideInAPackage(in(LAYERS.get(i)))
                        .should().dependOnClassesThat().resideInAnyPackage(above).allowEmptyShould(true)
                        .because("values flow one way"));
            }
        }
        rules.put("time and chance come in from Main", noClasses().that(not(named(base + ".Main")))
                .should().callMethodWhere(asksTimeOrChance())
                .because("what was recorded when, and under which id, must be the caller's to say"));
        rules.put("one door to the FX thread", noClasses().that(not(resideInAPackage(in("ui.fx"))))
                .should().callMethod("javafx.application.Platform", "runLater", "java.lang.Runnable")
                .because("events reach the window batched, in order, through ui.fx"));
        rules.put("outcomes are values", classes().that().haveSimpleNameEndingWith("Outcome").and().resideInAPackage(base + "..")
                .should().beInterfaces().orShould().beRecords().allowEmptyShould(true)
                .because("sealed records make every switch complete"));
        return rules;
    }

    private static DescribedPredicate<JavaClass> named(String name) {
        return DescribedPredicate.describe("is " + name,
                type -> type.getName().equals(name) || type.getName().startsWith(name + "$"));
    }

    private static DescribedPredicate<JavaCall<?>> startsProcess() {
        return DescribedPredicate.describe("starts a process", call ->
                call.getTargetOwner().isEquivalentTo(Runtime.class) && call.getName().equals("exec"));
    }

    private static DescribedPredicate<JavaCall<?>> writesFiles() {
        return DescribedPredicate.describe("writes files", call ->
                call.getTargetOwner().isEquivalentTo(Files.class) && WRITES.contains(call.getName()));
    }

    private static DescribedPredicate<JavaCall<?>> asksTimeOrChance() {
        return DescribedPredicate.describe("asks for the time or for chance", call -> {
            boolean clock = List.of(Instant.class, LocalDate.class, LocalDateTime.class, ZonedDateTime.class).stream()
                    .anyMatch(call.getTargetOwner()::isEquivalentTo) && call.getName().equals("now")
                    && call.getTarget().getParameterTypes().isEmpty();
            return clock
                    || call.getTargetOwner().isEquivalentTo(Clock.class) && call.getName().startsWith("system")
                    || call.getTargetOwner().isEquivalentTo(System.class) && call.getName().equals("currentTimeMillis")
                    || call.getTargetOwner().isEquivalentTo(UUID.class) && call.getName().equals("randomUUID")
                    || call.getTargetOwner().isEquivalentTo(Math.class) && call.getName().equals("random");
        });
    }
}
