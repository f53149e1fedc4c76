package dev.countersign.ui;

import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.LedgerOpener;
import dev.countersign.run.Workbench;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import javafx.application.Platform;

/// Ledgers that write down who calls them on the JavaFX thread, where a call that waits would stop the window. What leads to another
/// port of the ledger (its vault, its seals) waits for nothing; calls of those count.
final class LedgerCalls {
    private static final String OURS = "dev.countersign.";

    private final Set<String> onScreen = new ConcurrentSkipListSet<>();
    private final Set<String> elsewhere = new ConcurrentSkipListSet<>();


    /// Each with the way that led to it.
    List<String> onScreen() {
        return List.copyOf(onScreen);
    }

    /// Names of what was called on other threads.
    Set<String> elsewhere() {
        return Set.copyOf(elsewhere);
    }

    Workbench watching(Workbench bench) {
        LedgerOpener opener = workspace -> (Ledger) watch(Ledger.class, bench.ledgers().open(workspace));
        return new Workbench(bench.data(), bench.agents(), bench.policy(), bench.sandbox(), bench.verifier(), opener, bench.clock(), bench.random(),
                bench.link(), bench.budget(), bench.redaction(), bench.secrets());
    }

    private Object watch(Class<?> port, Object real) {
        return Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (self, method, arguments) -> {
            if (method.getDeclaringClass() == Object.class) {
                return switch (method.getName()) {
                    case "equals" -> self == arguments[0];
                    case "hashCode" -> System.identityHashCode(self);
                    default -> "watched " + port.getSimpleName();
                };
            }
            Class<?> returned = method.getReturnType();
            boolean isPort = returned.isInterface() && !returned.isSealed() && returned.getName().startsWith(OURS + "ledger")
                    || returned.getName().equals(OURS + "workspace.ContentStore");
            if (!isPort) {
                note(port.getSimpleName() + "." + method.getName());
            }
            try {
                Object result = method.invoke(real, arguments);
                return isPort ? watch(returned, result) : result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }

    private void note(String call) {
        if (!Platform.isFxApplicationThread()) {
            elsewhere.add(call);
            return;
        }
        onScreen.add(call + " by " + StackWalker.getInstance().walk(frames -> frames.map(StackWalker.StackFrame::toString)
                .filter(frame -> frame.startsWith(OURS) && !frame.contains("LedgerCalls")).limit(6).collect(Collectors.joining(" < "))));
    }
}
