package dev.countersign.agent.model;

import dev.countersign.agent.ModelDesk;
import dev.countersign.agent.Readiness;
import dev.countersign.model.Model;
import dev.countersign.model.Models;
import dev.countersign.model.ModelsFile;
import dev.countersign.secret.Redaction;
import dev.countersign.secret.Variables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/// `models.toml`, read each time it is asked for.
public final class FileModels implements ModelDesk {
    private final Path file;
    private final Variables variables;
    private final Redaction redaction;
    private final InstantSource clock;
    private final RandomGenerator random;

    public FileModels(Path file, Variables variables, Redaction redaction, InstantSource clock, RandomGenerator random) {
        this.file = file;
        this.variables = variables;
        this.redaction = redaction;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public Path file() {
        return file;
    }

    @Override
    public Models models() {
        return ModelsFile.load(file);
    }

    @Override
    public String text() throws IOException {
        return Files.exists(file) ? Files.readString(file) : "";
    }

    @Override
    public Models parse(String text) {
        return ModelsFile.parse(text, file.getFileName().toString());
    }

    @Override
    public Models save(String text) throws IOException {
        Models models = parse(text);
        Files.createDirectories(file.getParent());
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, text);
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        return models;
    }

    @Override
    public Readiness check(Model model) {
        var around = new Surroundings(ModelAgents.client(), clock, random, Pause.REAL, redaction);
        return new ModelCheck(around).check(model, Keys.of(List.of(model), variables, redaction));
    }
}
