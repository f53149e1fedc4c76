package dev.countersign.run;

import dev.countersign.agent.PermissionAnswer;
import dev.countersign.agent.PermissionRequest;
import dev.countersign.agent.Permissions;
import dev.countersign.fault.ProblemException;
import dev.countersign.plan.Argv;
import dev.countersign.plan.Node;
import dev.countersign.plan.NodeId;
import dev.countersign.policy.Ruling;
import dev.countersign.workspace.Progress;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Answers what the agents of a run ask while they work: rules first, a person where they ask for one. With nobody there, what
/// needs a person is refused. What a person answers, and what is refused, is an entry before the agent hears of it.
final class Questions {
    private static final long POLL_MILLIS = 100;

    /// Where a tool that fetches says it goes.
    private static final Pattern URL = Pattern.compile("(?i)\\b(https?)://(?:[^/\\s@\"'<>]{0,200}@)?(\\[[0-9a-f:.]{2,45}]|[^/\\s:\"'<>?#]{1,253})(?::(\\d{1,5}))?");

    private final RunBook book;
    private final Inspection inspection;
    private final Record record;
    private final Map<Key, Open> open = new LinkedHashMap<>();
    private final Set<Refusal> refused = new HashSet<>();

    /// Writes a grant or a denial to the ledger.
    @FunctionalInterface
    interface Record {
        /// @param why what a person was asked for; empty where nobody was
        /// @param who the person; empty where none answered
        void keep(NodeId node, PermissionRequest request, PermissionAnswer answer, String why, String who) throws IOException;
    }

    /// What was refused with nobody asked: an agent that asks it over and over makes one entry of it.
    private record Refusal(NodeId node, String title, String kind, Optional<List<String>> command, List<String> paths, String why) {}

    private record Key(NodeId node, String request) {}

    /// @param answer a person's: the option, or empty for a plain no
    private record Open(Question question, CompletableFuture<Said> answer) {}

    private record Said(Optional<PermissionRequest.Option> option, String who) {}

    Questions(RunBook book, Inspection inspection, Record record) {
        this.book = book;
        this.inspection = inspection;
        this.record = record;
    }

    /// For one call of an agent in the stage at `root`.
    Permissions of(Node node, Path root) {
        return (request, progress) -> answer(node, root, request, progress);
    }

    private PermissionAnswer answer(Node node, Path root, PermissionRequest request, Progress progress) {
        List<Ruling> objections = objections(node, root, request);
        Optional<Ruling.Deny> denial = Gate.denial(objections);
        if (denial.isPresent()) {
            return refused(node.id(), request, "rule " + denial.get().rule() + ": " + denial.get().reason());
        }
        Optional<Ruling.Ask> ask = objections.stream().filter(Ruling.Ask.class::isInstance).map(Ruling.Ask.class::cast).findFirst();
        Optional<PermissionRequest.Option> yes = request.once(true);
        if (ask.isEmpty() && yes.isPresent()) {
            return new PermissionAnswer.Chosen(yes.get(), "rules", false);
        }
        // A rule speaks for this one request: that a tool may be used always is for a person to say.
        String why = ask.map(a -> a.rule() + ": " + a.reason()).orElse("the agent offers no answer for this one time");
        return book.state().request().headless() ? refused(node.id(), request, why + "; nobody is there to be asked")
                : person(node.id(), request, why, progress);
    }

    private PermissionAnswer refused(NodeId node, PermissionRequest request, String why) {
        var answer = new PermissionAnswer.Refused(why);
        var refusal = new Refusal(node, request.title(), request.kind(), request.command(), request.paths(), why);
        synchronized (refused) {
            if (refused.contains(refusal)) {
                return answer;
            }
            PermissionAnswer kept = kept(node, request, answer, "", "");
            if (kept == answer) {
                refused.add(refusal);
            }
            return kept;
        }
    }

    /// Where it cannot be written, nothing is granted.
    private PermissionAnswer kept(NodeId node, PermissionRequest request, PermissionAnswer answer, String why, String who) {
        try {
            record.keep(node, request, answer, why, who);
            return answer;
        } catch (IOException | ProblemException e) {
            return new PermissionAnswer.Refused("the answer could not be written to the ledger: " + e.getMessage());
        }
    }

    /// What rules have against it; empty for a plain yes.
    private List<Ruling> objections(Node node, Path root, PermissionRequest request) {
        var objections = new ArrayList<Ruling>();
        if (request.command().isPresent()) {
            for (List<String> argv : commands(request.command().get())) {
                objections.addAll(inspection.objections(node, argv, "agent's tool"));
            }
            return objections;
        }
        Matcher url = URL.matcher(request.title() + "\n" + request.detail());
        while (request.kind().equals("fetch") && url.find()) {
            int port = url.group(3) != null ? Integer.parseInt(url.group(3)) : url.group(1).equalsIgnoreCase("https") ? 443 : 80;
            if (port <= 65_535) {
                objections.addAll(inspection.objections(node, url.group(2), port));
            }
        }
        boolean local = switch (request.kind()) {
            case "read", "search", "think", "edit", "delete", "move" -> true;
            default -> false;
        };
        if (!local) {
            objections.add(new Ruling.Ask("tool", "\"" + request.kind() + "\" is not work on the private copy.", Optional.empty(), 0));
        }
        for (String path : request.paths()) {
            if (!isWithin(root, path)) {
                objections.add(new Ruling.Ask("tool", path + " is outside of the private copy.", Optional.empty(), 0));
            }
        }
        return objections;
    }

    /// Rules see what a shell is given whole, and each command in it as far as it can be told.
    private static List<List<String>> commands(List<String> command) {
        if (command.size() > 1) {
            return List.of(command);
        }
        String line = command.getFirst();
        var all = new ArrayList<List<String>>();
        all.add(List.of("sh", "-c", line));
        for (String part : line.split("[;|&\\n()]+")) {
            Argv.split(part).filter(words -> !words.isEmpty()).ifPresent(all::add);
        }
        return all;
    }

    private static boolean isWithin(Path root, String path) {
        try {
            return root.resolve(path).normalize().startsWith(root.normalize());
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private PermissionAnswer person(NodeId node, PermissionRequest request, String why, Progress progress) {
        var key = new Key(node, request.id());
        var asked = new Open(new Question(node, request, why, book.now()), new CompletableFuture<>());
        synchronized (open) {
            open.put(key, asked);
        }
        book.tell(at -> new RunEvent.Asked(at, node, request, why));
        try {
            while (!progress.cancelled()) {
                try {
                    Said said = asked.answer.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
                    if (said.who().isEmpty()) {
                        return refused(node, request, why + "; nobody is there to be asked");
                    }
                    Optional<PermissionRequest.Option> chosen = said.option().or(() -> request.once(false));
                    return kept(node, request, chosen.<PermissionAnswer>map(option -> new PermissionAnswer.Chosen(option, said.who(), true))
                            .orElseGet(() -> new PermissionAnswer.Refused(said.who() + " said no")), why, said.who());
                } catch (TimeoutException e) {
                    continue;
                }
            }
            return new PermissionAnswer.Cancelled();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new PermissionAnswer.Cancelled();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            synchronized (open) {
                open.remove(key);
            }
        }
    }

    /// What waits for a person, oldest first.
    List<Question> open() {
        synchronized (open) {
            return open.values().stream().map(Open::question).toList();
        }
    }

    /// @param option one of the request's; empty for a plain no
    /// @param who    the person; empty where nobody is there
    /// @throws dev.countersign.fault.UserException `RUN-005` where nothing of this name waits, or has no such answer
    void answer(NodeId node, String request, Optional<String> option, String who) {
        Open asked;
        synchronized (open) {
            asked = open.get(new Key(node, request));
        }
        if (asked == null) {
            throw RunProblems.unknown("open question " + request + " of node " + node);
        }
        Optional<PermissionRequest.Option> chosen = option.map(id -> asked.question.request().options().stream()
                .filter(o -> o.id().equals(id)).findFirst().orElseThrow(() -> RunProblems.unknown("answer " + id + " to this question")));
        asked.answer.complete(new Said(chosen, who));
    }
}
