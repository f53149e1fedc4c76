package dev.countersign.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The house is built as its rules say; and the rules are awake: a planted violation of each is caught.
class ArchitectureTest {
    private static final String BASE = "dev.countersign";
    private static final String PLANTED = "dev.countersign.architecture.planted";

    @TestFactory
    Stream<DynamicTest> theHouseKeeps() {
        JavaClasses house = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages(BASE);
        assertThat(house).hasSizeGreaterThan(50);
        return new ArchitectureRules(BASE).all().entrySet().stream()
                .map(rule -> DynamicTest.dynamicTest(rule.getKey(), () -> rule.getValue().check(house)));
    }

    @Test
    void plantedViolationsAreCaught() {
        JavaClasses planted = new ClassFileImporter().importPackages(PLANTED);
        var caught = new TreeMap<String, ArchRule>(new ArchitectureRules(PLANTED).all());
        caught.values().removeIf(rule -> !rule.allowEmptyShould(true).evaluate(planted).hasViolation());
        assertThat(caught.keySet()).contains("no screen in the core", "ui is named by Main only", "SQL in one place",
                "processes in one place", "writers of files", "no cycles", "workspace knows nothing above it",
                "time and chance come in from Main", "one door to the FX thread", "starlark knows nothing of the house");
    }
}
