package dev.countersign.agent;

import dev.countersign.model.Model;
import dev.countersign.model.Models;
import java.io.IOException;
import java.nio.file.Path;

/// Where models are set up. Safe for use by several threads.
public interface ModelDesk {
    /// There are none, and none can be set up.
    ModelDesk NONE = new ModelDesk() {
        @Override
        public Path file() {
            return Path.of("models.toml");
        }

        @Override
        public Models models() {
            return Models.NONE;
        }

        @Override
        public String text() {
            return "";
        }

        @Override
        public Models parse(String text) {
            return Models.NONE;
        }

        @Override
        public Models save(String text) {
            return Models.NONE;
        }

        @Override
        public Readiness check(Model model) {
            return new Readiness(false, "No model can be asked here.", Readiness.Answer.NO, Readiness.Answer.UNKNOWN, Readiness.Answer.UNKNOWN);
        }
    };

    /// What a person writes in.
    Path file();

    /// As the file says now.
    ///
    /// @throws dev.countersign.fault.UserException `MODELS-001` or `MODELS-002` where it is wrong or cannot be read
    Models models();

    /// The file as it stands; empty where there is none.
    String text() throws IOException;

    /// What a text would set up; nothing is written.
    ///
    /// @throws dev.countersign.fault.UserException `MODELS-001` where it is wrong
    Models parse(String text);

    /// Puts a text in place of the file; in force at once.
    ///
    /// @throws dev.countersign.fault.UserException `MODELS-001` where it is wrong: the file stays as it was
    Models save(String text) throws IOException;

    /// Tries a connection by one short question, which costs a few tokens. Blocks for half a minute at most.
    Readiness check(Model model);
}
