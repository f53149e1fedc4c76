package dev.countersign.ledger.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.LedgerContract;
import dev.countersign.ledger.duckdb.DuckLedgerOpener;
import dev.countersign.workspace.Workspace;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The ledger as the program opens it does what every ledger does.
class IndexedLedgerTest extends LedgerContract {
    @TempDir
    Path temporary;

    @Override
    protected Ledger open() throws IOException {
        Path root = Files.createDirectories(temporary.resolve("project"));
        Path data = temporary.resolve("data");
        return new IndexedOpener(data, new DuckLedgerOpener(data, InstantSource.system(), new Random(3))).open(Workspace.open(root));
    }

    /// A default that is not passed on would answer for a ledger that can do better.
    @Test
    void everythingThatALedgerCanDoIsPassedOn() {
        var own = Arrays.stream(IndexedLedger.class.getDeclaredMethods()).map(IndexedLedgerTest::signature).toList();
        assertThat(Arrays.stream(Ledger.class.getDeclaredMethods()).filter(m -> !m.isSynthetic() && !Modifier.isStatic(m.getModifiers()))
                // These two are made of others.
                .filter(m -> !m.getName().equals("record") && !(m.getName().equals("audit") && m.getParameterCount() == 1))
                .map(IndexedLedgerTest::signature)).isSubsetOf(own);
    }

    private static String signature(Method method) {
        return method.getName() + Arrays.toString(method.getParameterTypes());
    }
}
