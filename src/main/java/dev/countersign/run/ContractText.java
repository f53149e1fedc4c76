package dev.countersign.run;

import dev.countersign.plan.Contract;
import dev.countersign.plan.Requirement;
import java.util.List;
import java.util.stream.Collectors;

/// What a contract asks of lines and symbols, in words for an agent; which files a node may change is said apart.
final class ContractText {
    private ContractText() {}

    /// A line for each kind of term; empty where there is none.
    static String of(Contract contract) {
        var text = new StringBuilder();
        if (!contract.forbid().isEmpty()) {
            text.append("No added line may match: ").append(String.join(", ", contract.forbid())).append('\n');
        }
        if (!contract.require().isEmpty()) {
            text.append("When it is done, a line must match each of: ").append(placed(contract.require())).append('\n');
        }
        if (!contract.declares().isEmpty()) {
            text.append("When it is done, each of these must be declared, and not as private: ").append(placed(contract.declares())).append('\n');
        }
        return text.toString();
    }

    private static String placed(List<Requirement> terms) {
        return terms.stream().map(term -> term.what() + term.in().map(glob -> " (in " + glob + ")").orElse("")).collect(Collectors.joining(", "));
    }
}
