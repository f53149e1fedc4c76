package dev.countersign.verify.project;

import dev.countersign.verify.CheckCommand;
import dev.countersign.verify.Coverage;
import dev.countersign.verify.SensorResult;
import dev.countersign.workspace.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Results of commands that ran to their end, a file each, by what they are of: the tree, the command, the environment. Losing
/// them costs time only, so nothing here is synced and nothing that fails here is an error. The newest are kept.
public final class ResultCache {
    private static final int MOST = 1000;

    private final Path folder;
    private final JsonMapper json = CheckJson.mapper();

    /// @param folder made when it is first needed
    public ResultCache(Path folder) {
        this.folder = folder;
    }

    /// What a command says of a tree. @param environment digest of all that the command can see
    static Sha256 key(Sha256 tree, CheckCommand check, Sha256 environment) {
        var text = new StringBuilder("countersign-check-v1\n").append(tree.hex()).append('\n').append(environment.hex()).append('\n')
                .append(check.part()).append('\n').append(check.name()).append('\n').append(check.limit()).append('\n');
        check.argv().forEach(argument -> text.append(argument).append('\0'));
        check.smoke().ifPresent(smoke -> text.append("\nsmoke ").append(smoke.stays()).append('\0').append(smoke.says().orElse("")));
        return Sha256.of(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /// Which changed lines all commands together ran.
    static Sha256 key(Sha256 base, Sha256 tree, List<CheckCommand> checks, Sha256 environment) {
        var text = new StringBuilder("countersign-coverage-v1\n").append(base.hex()).append('\n');
        checks.forEach(check -> text.append(key(tree, check, environment).hex()).append('\n'));
        return Sha256.of(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    Optional<SensorResult> result(Sha256 key) {
        return find(key, SensorResult.class);
    }

    void keep(Sha256 key, SensorResult result) {
        write(key, result);
    }

    /// The single tests of a result that was kept under `key`; none where they were not reported.
    Tests tests(Sha256 key) {
        return find(tests(key.hex()), Tests.class).orElse(Tests.NONE);
    }

    void keep(Sha256 key, Tests tests) {
        write(tests(key.hex()), tests);
    }

    private static Sha256 tests(String key) {
        return Sha256.of(("countersign-tests-v1\n" + key).getBytes(StandardCharsets.UTF_8));
    }

    Optional<Coverage> coverage(Sha256 key) {
        return find(key, Coverage.class);
    }

    void keep(Sha256 key, Coverage coverage) {
        write(key, coverage);
    }

    private Path file(Sha256 key) {
        return folder.resolve(key.hex() + ".json");
    }

    private <T> Optional<T> find(Sha256 key, Class<T> type) {
        try {
            Path file = file(key);
            return Files.isRegularFile(file) ? Optional.of(json.readValue(Files.readAllBytes(file), type)) : Optional.empty();
        } catch (IOException | JacksonException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private void write(Sha256 key, Object value) {
        try {
            Files.createDirectories(folder);
            Path beside = Files.createTempFile(folder, key.hex(), ".part");
            Files.write(beside, json.writeValueAsBytes(value));
            Files.move(beside, file(key), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            prune();
        } catch (IOException | JacksonException e) {
            System.getLogger(ResultCache.class.getName()).log(System.Logger.Level.INFO, "a check's result could not be kept", e);
        }
    }

    private void prune() throws IOException {
        var files = new ArrayList<Path>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            all.forEach(files::add);
        }
        if (files.size() > MOST + MOST / 10) {
            files.sort(Comparator.comparing(ResultCache::age));
            for (Path old : files.subList(0, files.size() - MOST)) {
                Files.deleteIfExists(old);
            }
        }
    }

    private static long age(Path file) {
        try {
            return Files.getLastModifiedTime(file).toMillis();
        } catch (IOException e) {
            return 0;
        }
    }
}
