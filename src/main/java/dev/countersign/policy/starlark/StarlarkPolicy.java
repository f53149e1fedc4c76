package dev.countersign.policy.starlark;

import dev.countersign.changeset.FileChange;
import dev.countersign.policy.Action;
import dev.countersign.policy.Policy;
import dev.countersign.policy.Rulebook;
import dev.countersign.policy.Ruling;
import dev.countersign.starlark.value.IntValue;
import dev.countersign.starlark.value.ListValue;
import dev.countersign.starlark.value.StringValue;
import dev.countersign.starlark.value.StructValue;
import dev.countersign.starlark.value.Value;
import dev.countersign.workspace.Progress;
import dev.countersign.workspace.Sha256;
import dev.countersign.workspace.WorkspacePath;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;

/// All rules together: those that are no files, and the layers of files. Every one is asked; any denial denies. A layer that
/// cannot be used denies everything until it is mended.
///
/// The user's rules, and a project's once they are trusted, may waive what the built-in ones say, by the rule's name; denials of
/// rules that are no files stay, and so does all that the user's say.
public final class StarlarkPolicy implements Policy, Rulebook {
    /// Where a project has its rules.
    public static final String PROJECT_FOLDER = ".countersign/policies";
    private static final List<String> BUILT_IN = List.of("changes.star", "changes_test.star", "commands.star", "commands_test.star", "files.star",
            "files_test.star", "network.star", "network_test.star", "plans.star", "plans_test.star");

    private final Policy core;
    private final RuleFolder user;
    private final Optional<Own> own;
    private final Map<Level, SortedMap<String, String>> tried;
    private final Map<Level, Kept> kept;

    /// A project's rules.
    private record Own(Path root, RuleFolder folder, Predicate<Sha256> trusted) {}

    /// A layer as it was last loaded. @param from what it was loaded from: the same object as long as nothing changed
    private record Kept(Object from, LoadedLayer layer) {}

    /// @param core the rules that are no files
    /// @param user the folder of the user's rules; need not exist
    public StarlarkPolicy(Policy core, Path user) {
        this(core, new RuleFolder(user), Optional.empty(), Map.of(), new ConcurrentHashMap<>());
    }

    private StarlarkPolicy(Policy core, RuleFolder user, Optional<Own> own, Map<Level, SortedMap<String, String>> tried, Map<Level, Kept> kept) {
        this.core = core;
        this.user = user;
        this.own = own;
        this.tried = Map.copyOf(tried);
        this.kept = kept;
    }

    @Override
    public Policy within(Project project) {
        var known = new ConcurrentHashMap<>(kept);
        known.remove(Level.PROJECT);
        return new StarlarkPolicy(core.within(project), user,
                Optional.of(new Own(project.root(), new RuleFolder(project.root().resolve(PROJECT_FOLDER)), project.trusted())), tried, known);
    }

    @Override
    public Optional<Rulebook> rulebook() {
        return Optional.of(this);
    }

    @Override
    public Policy with(Level level, String name, String text) {
        var all = new TreeMap<Level, SortedMap<String, String>>(tried);
        var files = new TreeMap<>(all.getOrDefault(level, Collections.emptySortedMap()));
        files.put(name, text);
        all.put(level, files);
        return new StarlarkPolicy(core, user, own, all, new ConcurrentHashMap<>());
    }

    private List<LoadedLayer> loaded() {
        var all = new ArrayList<LoadedLayer>();
        all.add(layer(Level.BUILT_IN, Level.BUILT_IN, () -> new RuleFolder.Read(builtIn(), Optional.empty(), Collections.emptySortedMap())));
        RuleFolder.Read users = user.read();
        all.add(layer(Level.USER, users, () -> users));
        own.ifPresent(project -> {
            RuleFolder.Read read = isLink(project.root.resolve(PROJECT_FOLDER).getParent())
                    ? new RuleFolder.Read(Collections.emptySortedMap(), Optional.of(".countersign is a link, so the project's rules are not read"), Collections.emptySortedMap())
                    : project.folder.read();
            all.add(layer(Level.PROJECT, read, () -> read));
        });
        return all;
    }

    private static boolean isLink(Path folder) {
        return Files.exists(folder, LinkOption.NOFOLLOW_LINKS) && Files.isSymbolicLink(folder);
    }

    private LoadedLayer layer(Level level, Object from, java.util.function.Supplier<RuleFolder.Read> read) {
        Kept known = kept.get(level);
        if (known != null && known.from == from) {
            return known.layer;
        }
        RuleFolder.Read now = read.get();
        var texts = new TreeMap<>(now.texts());
        texts.putAll(tried.getOrDefault(level, Collections.emptySortedMap()));
        var layer = new LoadedLayer(level, Collections.unmodifiableSortedMap(texts), now.fault());
        kept.put(level, new Kept(from, layer));
        return layer;
    }

    private static SortedMap<String, String> builtIn() {
        var texts = new TreeMap<String, String>();
        for (String name : BUILT_IN) {
            try (InputStream in = StarlarkPolicy.class.getResourceAsStream("rules/" + name)) {
                texts.put(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return texts;
    }

    private boolean isTrusted(LoadedLayer layer) {
        return layer.level() != Level.PROJECT || own.map(project -> project.trusted.test(layer.digest())).orElse(false);
    }

    @Override
    public List<Ruling> rule(Action action) {
        List<Ruling> fixed = new ArrayList<>();
        List<Answer> answers = new ArrayList<>();
        List<Answer> waivers = new ArrayList<>();
        try {
            for (Ruling ruling : core.rule(action)) {
                switch (ruling) {
                    case Ruling.Allow _ -> { }
                    case Ruling.Ask ask -> answers.add(new Answer(Answer.Decision.ASK, Level.BUILT_IN, ask.rule(), ask.reason(), ask.path(), ask.line(),
                            ask.source(), List.of()));
                    case Ruling.Deny deny -> fixed.add(deny);
                }
            }
            for (LoadedLayer layer : loaded()) {
                for (Fault fault : layer.unusable()) {
                    fixed.add(new Ruling.Deny("policy", "The rules in " + fault + ". Nothing is allowed until that is mended.", Optional.empty(), 0,
                            Optional.of(new Ruling.Source(fault.file(), fault.line()))));
                }
                for (Answer answer : asked(action, layer.rules())) {
                    if (answer.decision() != Answer.Decision.ALLOW) {
                        answers.add(answer);
                    } else if (!answer.over().isEmpty() && layer.level() != Level.BUILT_IN && isTrusted(layer)) {
                        waivers.add(answer);
                    }
                }
            }
        } catch (IOException | RuntimeException e) {
            fixed.add(new Ruling.Deny("policy", "The rules could not be asked, so this is denied: " + e.getMessage(), Optional.empty(), 0));
        }
        var rulings = new ArrayList<>(fixed);
        for (Answer answer : answers) {
            if (waivers.stream().noneMatch(waiver -> waives(waiver, answer))) {
                rulings.add(answer.ruling());
            }
        }
        if (rulings.isEmpty()) {
            for (Answer waiver : waivers) {
                List<String> waived = answers.stream().filter(answer -> waives(waiver, answer)).map(Answer::rule).distinct().toList();
                if (!waived.isEmpty()) {
                    rulings.add(new Ruling.Allow(waiver.rule() + " (waives " + String.join(", ", waived) + ")"));
                }
            }
            return rulings.isEmpty() ? List.of(new Ruling.Allow("rules")) : List.copyOf(rulings);
        }
        rulings.sort(Comparator.comparingInt(Ruling::severity));
        return List.copyOf(rulings);
    }

    private static boolean waives(Answer waiver, Answer answer) {
        return answer.level() == Level.BUILT_IN && waiver.over().contains(answer.rule())
                && (waiver.path().isEmpty() || waiver.path().equals(answer.path()));
    }

    private static List<Answer> asked(Action action, List<Rule> rules) throws IOException {
        var answers = new ArrayList<Answer>();
        switch (action) {
            case Action.Change change -> {
                StructValue node = Facts.node(change.node());
                var all = new ArrayList<Value>();
                for (FileChange one : change.changeset().changes()) {
                    StructValue value = Facts.change(one, change.contents());
                    all.add(value);
                    Optional<WorkspacePath> at = Optional.of(one.path());
                    Function<String, Value> facts = fact -> switch (fact) {
                        case "path" -> field(value, "path");
                        case "content" -> field(value, "content");
                        case "change" -> value;
                        default -> node;
                    };
                    ask(rules, Check.FILE_WRITE, facts, at, answers);
                    if (one instanceof FileChange.Renamed renamed) {
                        // What goes away is written too: a rule that guards a name sees it.
                        Optional<WorkspacePath> gone = Optional.of(renamed.from());
                        ask(rules, Check.FILE_WRITE, fact -> fact.equals("path") ? new StringValue(renamed.from().value()) : facts.apply(fact), gone, answers);
                    }
                }
                // A list of its own for each rule: one cannot take something out before the next looks.
                ask(rules, Check.CHANGESET, fact -> fact.equals("changes") ? ListValue.of(all) : node, Optional.empty(), answers);
            }
            case Action.Run run -> {
                StructValue node = Facts.node(run.node());
                var line = new StringValue(ShellLine.quoted(run.argv()));
                Function<String, Value> facts = fact -> switch (fact) {
                    case "cmd", "command" -> line;
                    case "argv" -> ListValue.of(run.argv().stream().map(StringValue::new).toList());
                    case "purpose" -> new StringValue(run.purpose());
                    default -> node;
                };
                ask(rules, Check.COMMAND, facts, Optional.empty(), answers);
                ask(rules, Check.EVALUATE_COMMAND, facts, Optional.empty(), answers);
            }
            case Action.Connect connect -> ask(rules, Check.NETWORK, fact -> switch (fact) {
                case "host" -> new StringValue(connect.host());
                case "port" -> IntValue.of(connect.port());
                default -> Facts.node(connect.node());
            }, Optional.empty(), answers);
            case Action.Begin begin -> {
                StructValue plan = Facts.plan(begin.plan());
                ask(rules, Check.PLAN, _ -> plan, Optional.empty(), answers);
            }
        }
        return answers;
    }

    private static Value field(StructValue struct, String name) {
        return struct.field(name).orElseThrow();
    }

    private static void ask(List<Rule> rules, Check check, Function<String, Value> facts, Optional<WorkspacePath> at, List<Answer> into) {
        for (Rule rule : rules) {
            if (rule.check() == check) {
                into.addAll(rule.ask(facts, at));
            }
        }
    }

    @Override
    public List<RuleInfo> rules() {
        var all = new ArrayList<>(core.rules());
        for (LoadedLayer layer : loaded()) {
            for (RuleFile file : layer.files()) {
                if (!file.isTest()) {
                    all.add(new RuleInfo(file.shown(), String.join(", ", file.rules()) + "; SHA-256 "
                            + Sha256.of(file.text().getBytes(StandardCharsets.UTF_8)).hex()));
                }
            }
        }
        return all;
    }

    @Override
    public List<Layer> layers() {
        return loaded().stream().map(layer -> new Layer(layer.level(), switch (layer.level()) {
            case BUILT_IN -> Optional.empty();
            case USER -> Optional.of(user.folder());
            case PROJECT -> own.map(project -> project.folder.folder());
        }, layer.digest(), isTrusted(layer), layer.files(), layer.unreadable())).toList();
    }

    @Override
    public void save(String name, String text) throws IOException {
        new UserRules(user.folder()).save(name, text, user.read().texts());
    }

    @Override
    public boolean remove(String name) throws IOException {
        return new UserRules(user.folder()).remove(name, user.read().texts());
    }

    @Override
    public List<Tested> test(Progress progress) {
        var all = new ArrayList<Tested>();
        loaded().forEach(layer -> all.addAll(layer.test(progress)));
        return all;
    }
}
