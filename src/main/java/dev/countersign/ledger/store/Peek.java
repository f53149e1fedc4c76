package dev.countersign.ledger.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/// A cursor whose next row can be looked at first.
final class Peek<T> implements AutoCloseable {
    private final Rows.Cursor<T> cursor;
    private Optional<T> next = Optional.empty();
    private boolean read;

    Peek(Rows.Cursor<T> cursor) {
        this.cursor = cursor;
    }

    Optional<T> peek() {
        if (!read) {
            try {
                next = cursor.next();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            read = true;
        }
        return next;
    }

    T take() {
        T row = peek().orElseThrow();
        read = false;
        return row;
    }

    @Override
    public void close() throws IOException {
        cursor.close();
    }
}
