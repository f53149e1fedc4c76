package dev.countersign.ui.review;

import java.util.Arrays;

/// How many text lines each row takes, and where it starts. Without wrapping every row takes one, and nothing is stored.
final class RowHeights {
    private final int rows;
    private final int[] starts;

    private RowHeights(int rows, int[] starts) {
        this.rows = rows;
        this.starts = starts;
    }

    static RowHeights even(int rows) {
        return new RowHeights(rows, new int[0]);
    }

    /// @param heights text lines of each row, at least 1
    static RowHeights of(int[] heights) {
        var starts = new int[heights.length + 1];
        for (int i = 0; i < heights.length; i++) {
            starts[i + 1] = starts[i] + heights[i];
        }
        return new RowHeights(heights.length, starts);
    }

    /// Text line at which row `row` starts; for `row == rows` the number of all.
    int start(int row) {
        return starts.length == 0 ? row : starts[row];
    }

    int height(int row) {
        return starts.length == 0 ? 1 : starts[row + 1] - starts[row];
    }

    int total() {
        return start(rows);
    }

    /// Top of the first and bottom of the last row, with `unit` for one text line and `above` scrolled away.
    double[] span(int first, int last, double unit, double above) {
        return new double[] {start(first) * unit - above, (start(last) + height(last)) * unit - above};
    }

    /// The row that text line `line` belongs to, kept within the rows.
    int rowAt(int line) {
        if (rows == 0) {
            return 0;
        }
        if (starts.length == 0) {
            return Math.clamp(line, 0, rows - 1);
        }
        int found = Arrays.binarySearch(starts, line);
        return Math.clamp(found >= 0 ? found : -found - 2, 0, rows - 1);
    }
}
