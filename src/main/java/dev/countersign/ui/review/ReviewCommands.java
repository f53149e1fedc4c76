package dev.countersign.ui.review;

import dev.countersign.ui.fx.Command;
import dev.countersign.ui.fx.Commands;
import dev.countersign.ui.fx.Texts;
import java.util.List;

/// Everything that a review can do, for the palette: what has a key is here too.
final class ReviewCommands {
    private ReviewCommands() {}

    static Commands of(List<KeyBinding> bindings) {
        Texts texts = Texts.of(ReviewCommands.class);
        var commands = new Commands();
        commands.add(bindings.stream().filter(binding -> !binding.name().equals("palette")).map(binding -> {
            Command command = Command.of("review." + binding.name(), texts.text("review.title"), texts.text("keys." + binding.name()),
                    () -> binding.action().getAsBoolean());
            return binding.keys().isEmpty() ? command : command.key(binding.keys().getFirst().getName());
        }).toList());
        return commands;
    }
}
