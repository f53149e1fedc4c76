package dev.countersign.run;

import dev.countersign.agent.PermissionAnswer;
import dev.countersign.agent.PermissionRequest;
import dev.countersign.agent.Permissions;
import dev.countersign.plan.Argv;
import dev.countersign.plan.Node;
import dev.countersign.plan.NodeId;
import dev.countersign.policy.Ruling;
import dev.countersign.workspace.Progress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Answers what the agents of a run ask while they work: rules first, a person where they ask for one. With nobody there, what
/// needs a person is refused.
final class Questions {
    private static final long POLL_MILLIS = 100;

    /// Where a tool that fetches says it goes.
    private static final Pattern URL = Pattern.compile("(?i)\\b(https?)://(?:[^/\\s@\"'<>]{0,200}@)?(\\[[0-9a-f:.]{2,45}]|[^/\\s:\"'<>?#]{1,253})(?::(\\d{1,5}))?");

    private final RunBook book;
    private final Inspection inspection;
    private final Map<Key, Open> open = new LinkedHashMap<>();

    private record Key(NodeId node, String request) {}

    /// @param answer a person's: the option, or empty for a plain no
    private record Open(Question question, CompletableFuture<Said> answer) {}

    private record Said(Optional<PermissionRequest.Option> option, String who) {}

    Questions(RunBook book, Inspection inspection) {
        this.book = book;
        this.inspection = inspection;
    }

    /// For one call of an agent in the stage at `root`.
    Permissions of(Node node, Path root) {
        return (request, progress) -> answer(node, root, request, progress);
    }

    private PermissionAnswer answer(Node node, Path root, PermissionRequest request, Progress progress) {
        List<Ruling> objections = objections(node, root, request);
        Optional<Ruling.Deny> denial = Gate.denial(objections);
        if (denial.isPresent()) {
            return new PermissionAnswer.Refused("rule " + denial.get().rule() + ": " + denial.get().reason());
        }
        Optional<Ruling.Ask> ask = objections.stream().filter(Ruling.Ask.class::isInstance).map(Ruling.Ask.class::cast).findFirst();
        Optional<PermissionRequest.Option> yes = request.once(true);
        if (ask.isEmpty() && yes.isPresent()) {
            return new PermissionAnswer.Chosen(yes.get(), "rules", false);
        }
        // A rule speaks for this one request: that a tool may be used always is for a person to say.
        String why = ask.map(a -> a.rule() + ": " + a.reason()).orElse("the agent offers no answer for this one time");
        return book.state().request().headless() ? new PermissionAnswer.Refused(why + "; nobody is there to be asked")
                : person(node.id(), request, why, progress);
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
                        return new PermissionAnswer.Refused(why + "; nobody is there to be asked");
                    }
                    Optional<PermissionRequest.Option> chosen = said.option().or(() -> request.once(false));
                    return chosen.<PermissionAnswer>map(option -> new PermissionAnswer.Chosen(option, said.who(), true))
                            .orElseGet(() -> new PermissionAnswer.Refused(said.who() + " said no"));
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
