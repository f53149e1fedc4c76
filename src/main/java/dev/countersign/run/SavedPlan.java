package dev.countersign.run;

import dev.countersign.plan.Plan;
import dev.countersign.plan.PlanFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// A plan put away as a file where a person wants it.
public final class SavedPlan {
    private SavedPlan() {}

    /// Writes a plan file in JSON that [PlanFile#read] takes. A name that does not end in `.json` gets it: the end of the name says what a
    /// plan file is read as.
    ///
    /// @return where it is
    public static Path write(Plan plan, Path file) throws IOException {
        boolean named = file.toString().toLowerCase(Locale.ROOT).endsWith(".json");
        return Files.writeString(named ? file : file.resolveSibling(file.getFileName() + ".json"), PlanFile.json(plan) + "\n");
    }
}
