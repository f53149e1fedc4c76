package dev.countersign.verify;

import dev.countersign.changeset.FileChange;
import dev.countersign.verify.SensorResult.State;
import dev.countersign.workspace.Contents;
import dev.countersign.workspace.FileState;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Has file sensors look at every changed file, and at what it was in the base; one result per sensor. Files that none of them
/// reads, and those that are too large, are named as not checked.
public final class FileChecks implements Sensor {
    /// Larger files are not looked at. 5 MiB.
    public static final int LARGEST = 5 << 20;

    private static final int FINDINGS_PER_FILE = 20;
    private static final int BATCH = 8 << 20;
    private static final int NAMES_SHOWN = 5;
    /// Fewer are read sooner than threads are started.
    private static final int FEW = 8;

    private final Part part;
    private final String name;
    private final String unread;
    private final List<FileSensor> sensors;
    private final Readings readings;
    private final boolean namesOthers;

    /// @param unread      what the result is called that names files which could not be looked at
    /// @param namesOthers whether a file that no sensor reads is to be named
    public FileChecks(Part part, String name, String unread, List<FileSensor> sensors, Readings readings, boolean namesOthers) {
        this.part = part;
        this.name = name;
        this.unread = unread;
        this.sensors = List.copyOf(sensors);
        this.readings = readings;
        this.namesOthers = namesOthers;
    }

    @Override
    public Part part() {
        return part;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<SensorResult> check(Verifier.Request request, Progress progress) throws IOException {
        Map<FileSensor, Findings> found = new TreeMap<>(Comparator.comparing(sensors::indexOf));
        var skipped = new ArrayList<String>();
        var foreign = new ArrayList<WorkspacePath>();
        List<FileChange> changes = request.changeset().changes();
        readBatches(request, progress);
        readAhead(request, progress);
        for (FileChange change : changes) {
            progress.check();
            List<FileSensor> reading = sensors.stream().filter(s -> s.reads(change.path())).toList();
            boolean looked = isNew(change);
            if (looked && reading.isEmpty()) {
                foreign.add(change.path());
            }
            for (FileSensor sensor : reading) {
                Optional<String> missing = sensor.missing();
                if (missing.isPresent()) {
                    skipped.add(change.path() + ": " + missing.get());
                } else if (looked || change.afterState().isEmpty()) {
                    look(sensor, change, request.contents(), found, skipped);
                }
            }
        }
        return results(found, skipped, foreign, new BaseComparison(request.changeset(), request.contents()));
    }

    /// Has sensors that like to read many files at once read what they have not read before, a few megabytes at a time.
    private void readBatches(Verifier.Request request, Progress progress) throws IOException {
        for (FileSensor each : sensors) {
            if (each instanceof BatchSensor sensor) {
                var batch = new Batch(sensor);
                for (FileChange change : request.changeset().changes()) {
                    WorkspacePath was = change instanceof FileChange.Renamed renamed ? renamed.from() : change.path();
                    if (change.beforeState().isPresent()) {
                        batch.add(was, change.beforeState().get(), request.contents(), progress);
                    }
                    if (change.afterState().isPresent() && !(change instanceof FileChange.ModeChanged)) {
                        batch.add(change.path(), change.afterState().get(), request.contents(), progress);
                    }
                }
                batch.read(progress);
            }
        }
    }

    /// Files that one sensor has yet to read.
    private final class Batch {
        private final BatchSensor sensor;
        private final List<BatchSensor.Source> sources = new ArrayList<>();
        private final List<FileState> states = new ArrayList<>();
        private long size;

        Batch(BatchSensor sensor) {
            this.sensor = sensor;
        }

        void add(WorkspacePath path, FileState state, Contents contents, Progress progress) throws IOException {
            if (state.kind() != FileState.Kind.FILE || state.size() > LARGEST || !sensor.reads(path) || sensor.missing().isPresent()
                    || readings.find(sensor, path, state.content()).isPresent()) {
                return;
            }
            sources.add(new BatchSensor.Source(path, contents.read(state.content())));
            states.add(state);
            size += state.size();
            if (size > BATCH) {
                read(progress);
            }
        }

        void read(Progress progress) {
            progress.check();
            if (!sources.isEmpty()) {
                List<FileSensor.Reading> read = sensor.readAll(List.copyOf(sources), progress);
                for (int i = 0; i < read.size(); i++) {
                    readings.keep(sensor, sources.get(i).path(), states.get(i).content(), read.get(i));
                }
            }
            sources.clear();
            states.clear();
            size = 0;
        }
    }

    /// One file that one sensor has yet to read.
    private record Due(FileSensor sensor, WorkspacePath path, FileState state) {}

    /// Has the other sensors read what they have not read before, on all cores.
    private void readAhead(Verifier.Request request, Progress progress) throws IOException {
        Set<Due> due = new LinkedHashSet<>();
        for (FileChange change : request.changeset().changes()) {
            boolean looked = isNew(change);
            if (looked) {
                due(change.path(), change.afterState().orElseThrow(), due);
            }
            if (looked || change.afterState().isEmpty()) {
                change.beforeState().ifPresent(state -> due(change instanceof FileChange.Renamed renamed ? renamed.from() : change.path(), state, due));
            }
        }
        if (due.size() < FEW) {
            return;
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(),
                Thread.ofPlatform().daemon().name("file-checks-", 0).factory())) {
            var read = new ArrayList<Future<?>>();
            due.forEach(each -> read.add(threads.submit(() -> read(each.sensor(), each.path(), each.state(), request.contents()))));
            try {
                int done = 0;
                for (Due each : due) {
                    progress.check();
                    progress.step("Checking " + each.path(), done, due.size());
                    read.get(done++).get();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Progress.CancelledException();
            } catch (ExecutionException e) {
                switch (e.getCause()) {
                    case IOException fault -> throw fault;
                    case RuntimeException fault -> throw fault;
                    case Error fault -> throw fault;
                    default -> throw new IllegalStateException(e.getCause());
                }
            } finally {
                // Not by an interrupt, which would close the file that contents are read from.
                read.forEach(each -> each.cancel(false));
            }
        }
    }

    private void due(WorkspacePath path, FileState state, Set<Due> due) {
        if (state.kind() == FileState.Kind.FILE && state.size() <= LARGEST) {
            sensors.stream().filter(s -> !(s instanceof BatchSensor) && s.reads(path) && s.missing().isEmpty()
                    && readings.find(s, path, state.content()).isEmpty()).forEach(s -> due.add(new Due(s, path, state)));
        }
    }

    private static boolean isNew(FileChange change) {
        return change.afterState().filter(s -> s.kind() == FileState.Kind.FILE).isPresent() && !(change instanceof FileChange.ModeChanged);
    }

    private void look(FileSensor sensor, FileChange change, Contents contents, Map<FileSensor, Findings> found, List<String> skipped)
            throws IOException {
        if (change.afterState().isPresent()) {
            switch (read(sensor, change.path(), change.afterState().get(), contents)) {
                case FileSensor.Reading.Fine _ -> found.computeIfAbsent(sensor, _ -> new Findings()).files++;
                case FileSensor.Reading.Faulty faulty when !sensor.isExact() && !hadSuchAFile(sensor, change) -> {
                    FileSensor.Finding first = faulty.findings().getFirst();
                    skipped.add(change.path() + ": it is new, and what the parser finds in line " + first.line()
                            + " may be newer than the parser (" + first.message() + ")");
                    return;
                }
                case FileSensor.Reading.Faulty faulty -> {
                    Findings findings = found.computeIfAbsent(sensor, _ -> new Findings());
                    findings.files++;
                    findings.now.addAll(residuals(sensor, change.path(), faulty));
                }
                case FileSensor.Reading.Unread no -> {
                    skipped.add(change.path() + ": " + no.why());
                    // What could not be read after the change is not mended by it.
                    return;
                }
            }
        }
        WorkspacePath was = change instanceof FileChange.Renamed renamed ? renamed.from() : change.path();
        Optional<FileState> before = change.beforeState().filter(s -> s.kind() == FileState.Kind.FILE);
        if (before.isPresent() && sensor.reads(was)
                && read(sensor, was, before.get(), contents) instanceof FileSensor.Reading.Faulty faulty) {
            found.computeIfAbsent(sensor, _ -> new Findings()).base.addAll(residuals(sensor, was, faulty));
        }
    }

    private static boolean hadSuchAFile(FileSensor sensor, FileChange change) {
        return change.beforeState().filter(s -> s.kind() == FileState.Kind.FILE).isPresent()
                && sensor.reads(change instanceof FileChange.Renamed renamed ? renamed.from() : change.path());
    }

    private FileSensor.Reading read(FileSensor sensor, WorkspacePath path, FileState state, Contents contents) throws IOException {
        if (state.size() > LARGEST) {
            return new FileSensor.Reading.Unread("larger than " + (LARGEST >> 20) + " MB");
        }
        Optional<FileSensor.Reading> known = readings.find(sensor, path, state.content());
        if (known.isPresent()) {
            return known.get();
        }
        FileSensor.Reading reading = read(sensor, path, contents.read(state.content()));
        readings.keep(sensor, path, state.content(), reading);
        return reading;
    }

    private static FileSensor.Reading read(FileSensor sensor, WorkspacePath path, byte[] content) {
        try {
            return sensor.read(path, content);
        } catch (StackOverflowError e) {
            return new FileSensor.Reading.Unread("nested too deep");
        } catch (RuntimeException e) {
            // A parser's own fault says nothing of the file.
            return new FileSensor.Reading.Unread("the parser failed: " + e);
        }
    }

    @Override
    public List<Residual> faults(WorkspacePath path, byte[] content) {
        return content.length > LARGEST ? List.of() : sensors.stream().filter(s -> s.reads(path) && s.missing().isEmpty())
                .flatMap(s -> read(s, path, content) instanceof FileSensor.Reading.Faulty faulty
                        ? residuals(s, path, faulty).stream() : Stream.empty()).toList();
    }

    private static List<Residual> residuals(FileSensor sensor, WorkspacePath path, FileSensor.Reading.Faulty faulty) {
        return faulty.findings().stream().limit(FINDINGS_PER_FILE).map(f -> new Residual(sensor.part(), sensor.name(), Optional.of(path),
                f.line(), f.column(), f.endLine(), f.endColumn(), f.message(), f.magnitude(), f.weight())).toList();
    }

    private List<SensorResult> results(Map<FileSensor, Findings> found, List<String> skipped, List<WorkspacePath> foreign,
                                       BaseComparison comparison) throws IOException {
        var results = new ArrayList<SensorResult>();
        for (Map.Entry<FileSensor, Findings> each : found.entrySet()) {
            Findings findings = each.getValue();
            BaseComparison.Compared compared = comparison.compare(findings.base, findings.now);
            if (findings.files == 0) {
                // Deleted files alone leave nothing that could be called checked.
                continue;
            }
            String what = count(findings.files) + (compared.before().isEmpty() ? "" : ", nothing new");
            results.add(new SensorResult(part, each.getKey().name(), compared.fresh().isEmpty() ? new State.Passed(what)
                    : new State.Failed(compared.fresh()), Optional.empty(), compared.baseline()));
        }
        if (!skipped.isEmpty()) {
            String more = skipped.size() > NAMES_SHOWN ? "; and " + (skipped.size() - NAMES_SHOWN) + " more" : "";
            results.add(notChecked(unread, skipped.stream().limit(NAMES_SHOWN).collect(Collectors.joining("; ")) + more));
        }
        if (namesOthers && !foreign.isEmpty()) {
            var kinds = new TreeSet<String>();
            foreign.forEach(p -> kinds.add(p.extension().isEmpty() ? p.name() : "." + p.extension()));
            results.add(notChecked("other languages", "no parser for " + kinds.stream().limit(NAMES_SHOWN).collect(Collectors.joining(", "))
                    + (kinds.size() > NAMES_SHOWN ? " …" : "") + " (" + count(foreign.size()) + ")"));
        }
        return results.isEmpty() && namesOthers ? List.of(notChecked(name, "no changed file has content to parse")) : results;
    }

    private SensorResult notChecked(String sensor, String why) {
        return new SensorResult(part, sensor, new State.NotChecked(why), Optional.empty());
    }

    private static String count(int files) {
        return files == 1 ? "1 file" : files + " files";
    }

    /// What one sensor found in all files.
    private static final class Findings {
        private int files;
        private final List<Residual> now = new ArrayList<>();
        private final List<Residual> base = new ArrayList<>();
    }
}
