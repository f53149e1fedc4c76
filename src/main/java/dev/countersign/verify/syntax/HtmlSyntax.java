package dev.countersign.verify.syntax;

import dev.countersign.workspace.WorkspacePath;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.parser.ParseError;
import org.jsoup.parser.Parser;

/// HTML as the living standard parses it, which repairs everything: what counts is what the standard calls a parse error.
final class HtmlSyntax implements Syntax {
    private static final int MOST = 200;
    private static final Pattern TEMPLATE = Pattern.compile("\\{\\{|\\{%|<%|<\\?php|\\$\\{|th:[a-z]+=");

    @Override
    public String language() {
        return "HTML";
    }

    /// Fragments and the elements of frameworks are parse errors, and meant.
    @Override
    public boolean isExact() {
        return false;
    }

    @Override
    public boolean reads(WorkspacePath path) {
        return path.extension().equals("html") || path.extension().equals("htm");
    }

    @Override
    public Parse parse(WorkspacePath path, byte[] content) {
        return switch (Utf8.read(content)) {
            case Utf8.Read.Fault fault -> Utf8.fault(fault);
            case Utf8.Read.Text text when TEMPLATE.matcher(text.text()).find() ->
                    new Parse.Unread("a template, which is not HTML until it is filled in");
            case Utf8.Read.Text text -> parse(text.text());
        };
    }

    private static Parse parse(String text) {
        Parser parser = Parser.htmlParser().setTrackErrors(MOST);
        Jsoup.parse(text, "", parser);
        List<Integer> starts = starts(text);
        var errors = new ArrayList<Error>();
        for (ParseError each : parser.getErrors()) {
            int at = Math.min(each.getPosition(), text.length());
            int found = java.util.Collections.binarySearch(starts, at);
            int line = found >= 0 ? found : -found - 2;
            errors.add(new Error(line + 1, at - starts.get(line) + 1, each.getErrorMessage()));
        }
        return errors.isEmpty() ? new Parse.Fine() : new Parse.Faulty(errors);
    }

    private static List<Integer> starts(String text) {
        var starts = new ArrayList<Integer>(List.of(0));
        for (int i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) {
            starts.add(i + 1);
        }
        return starts;
    }
}
