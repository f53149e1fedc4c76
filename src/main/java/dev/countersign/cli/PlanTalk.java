package dev.countersign.cli;

import dev.countersign.agent.AgentEvent;
import dev.countersign.plan.Argv;
import dev.countersign.plan.Node;
import dev.countersign.plan.NodeClass;
import dev.countersign.plan.NodeId;
import dev.countersign.plan.Plan;
import dev.countersign.plan.PlanDraft;
import dev.countersign.plan.Requirement;
import dev.countersign.run.SavedPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A plan in the terminal before it runs: shown, edited, saved, run or put away.
final class PlanTalk {
    private static final String HELP = "run · rename ID NEW · goal ID \"TEXT\" · class ID interface|implementation|integration · agent ID [NAME] · "
            + "after ID [ID...] · owns ID GLOB... · checks ID [\"CMD\"...] · forbid ID [REGEX...] · require ID [\"in GLOB: REGEX\"...] · "
            + "declares ID [\"in GLOB: NAME\"...] · merge ID ID · "
            + "split ID NEW \"GOAL\" GLOB... · drop ID · up ID · down ID · undo · save FILE · quit";

    private final Terminal terminal;
    private final Path folder;
    private final String agent;

    /// @param folder the current one
    /// @param agent  of nodes that name none
    PlanTalk(Terminal terminal, Path folder, String agent) {
        this.terminal = terminal;
        this.folder = folder;
        this.agent = agent;
    }

    /// The plan that is to run; empty where none is.
    Optional<Plan> edit(Plan first) {
        PlanDraft draft = PlanDraft.of(first);
        show(draft.plan());
        terminal.say(HELP);
        while (true) {
            Optional<String> line = terminal.ask("plan> ");
            if (line.isEmpty()) {
                return Optional.empty();
            }
            List<String> words = Argv.split(line.get()).orElse(List.of());
            if (words.isEmpty()) {
                continue;
            }
            switch (words.getFirst()) {
                case "run" -> {
                    return Optional.of(draft.plan());
                }
                case "quit", "q" -> {
                    return Optional.empty();
                }
                case "save" -> save(draft.plan(), words);
                default -> {
                    switch (edited(draft, words)) {
                        case PlanDraft.Edited.Done done -> {
                            draft = done.draft();
                            show(draft.plan());
                        }
                        case PlanDraft.Edited.Refused refused -> terminal.say(refused.why());
                    }
                }
            }
        }
    }

    private static PlanDraft.Edited edited(PlanDraft draft, List<String> words) {
        String verb = words.getFirst();
        if (verb.equals("undo")) {
            return draft.undo();
        }
        try {
            NodeId id = new NodeId(word(words, 1));
            return switch (verb) {
                case "rename" -> draft.rename(id, new NodeId(word(words, 2)));
                case "goal" -> draft.goal(id, String.join(" ", words.subList(2, words.size())));
                case "agent" -> draft.agent(id, words.size() > 2 ? Optional.of(words.get(2)) : Optional.empty());
                case "class" -> draft.kind(id, NodeClass.valueOf(word(words, 2).toUpperCase(Locale.ROOT)));
                case "owns" -> draft.owns(id, words.subList(2, words.size()));
                case "checks" -> draft.checks(id, words.subList(2, words.size()).stream()
                        .map(line -> Argv.split(line).orElseThrow(IllegalArgumentException::new)).toList());
                case "forbid" -> draft.forbid(id, words.subList(2, words.size()));
                case "require" -> draft.require(id, words.subList(2, words.size()).stream().map(Requirement::of).toList());
                case "declares" -> draft.declares(id, words.subList(2, words.size()).stream().map(Requirement::of).toList());
                case "after" -> draft.after(id, words.subList(2, words.size()).stream().map(NodeId::new).toList());
                case "merge" -> draft.merge(id, new NodeId(word(words, 2)));
                case "split" -> draft.split(id, new NodeId(word(words, 2)), words.size() > 4 ? words.subList(4, words.size()) : List.of(), word(words, 3));
                case "drop" -> draft.drop(id);
                case "up" -> draft.move(id, -1);
                case "down" -> draft.move(id, 1);
                default -> new PlanDraft.Edited.Refused(HELP);
            };
        } catch (IllegalArgumentException e) {
            return new PlanDraft.Edited.Refused(HELP);
        }
    }

    private static String word(List<String> words, int at) {
        if (at >= words.size()) {
            throw new IllegalArgumentException("a word is missing");
        }
        return words.get(at);
    }

    private void save(Plan plan, List<String> words) {
        if (words.size() != 2) {
            terminal.say(HELP);
            return;
        }
        try {
            terminal.say("Saved: " + write(plan, folder.resolve(words.get(1))));
        } catch (IOException e) {
            terminal.say("It could not be saved: " + e.getMessage());
        }
    }

    /// As a plan file in JSON, that `--plan` reads.
    static Path write(Plan plan, Path file) throws IOException {
        return SavedPlan.write(plan, file);
    }

    /// Says what a planner says, and why an answer of it was sent back.
    static void tell(Terminal terminal, AgentEvent event) {
        if (event instanceof AgentEvent.Said said) {
            said.text().lines().forEach(line -> terminal.note("plan         \u201c" + line + "\u201d"));
        } else if (event instanceof AgentEvent.Other other) {
            terminal.note("plan         " + other.kind() + ": " + other.text());
        }
    }

    private void show(Plan plan) {
        show(terminal, plan, agent);
    }

    static void show(Terminal terminal, Plan plan, String agent) {
        var rows = new ArrayList<List<String>>();
        for (Node node : plan.nodes()) {
            rows.add(Arrays.asList("  " + node.id(), node.agent().orElse(agent),
                    node.after().isEmpty() ? "" : "after " + String.join(", ", node.after().stream().map(Object::toString).toList()),
                    String.join(" ", node.contract().owns()), node.goal().lines().findFirst().orElse("")));
        }
        terminal.table(rows);
    }
}
