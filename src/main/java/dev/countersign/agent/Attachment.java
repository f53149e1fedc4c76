package dev.countersign.agent;

/// Something that goes to an agent with the prompt. Agents that take no such thing are told its name only.
public sealed interface Attachment {
    /// Longest content in bytes: it travels within one message.
    int MOST_BYTES = 5 << 20;

    /// As the user calls it.
    String name();

    /// @param type  media type, such as `image/png`
    /// @param bytes not to be changed
    record Image(String name, String type, byte[] bytes) implements Attachment {}

    record Text(String name, String text) implements Attachment {}
}
