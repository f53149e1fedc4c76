package dev.countersign.remote;

/// The kinds of frames on a connection. A frame is its payload's length (4 bytes, big-endian), its kind (1 byte), its payload.
enum Frames {
    /// Who connects: schema (32 bytes), token (32 bytes), the service's name.
    HELLO,
    /// The hello was accepted.
    WELCOME,
    /// The hello was not: one byte why, and the version of the one that refuses.
    REFUSED,
    /// A call: the steps to its target, its method, its arguments.
    CALL,
    /// What a call returned. Nothing follows.
    RESULT,
    /// What a call threw.
    FAILURE,
    /// The call returns a stream, which follows in chunks.
    STREAM,
    /// A piece of a stream.
    CHUNK,
    /// The end of a stream.
    END,
    /// The sender of a stream cannot go on.
    ABORT,
    /// How far a call is.
    PROGRESS,
    /// A value for the caller's consumer.
    ITEM,
    /// The caller does not want the call's result any more.
    CANCEL
}
