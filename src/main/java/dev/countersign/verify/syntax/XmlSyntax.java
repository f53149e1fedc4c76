package dev.countersign.verify.syntax;

import dev.countersign.workspace.WorkspacePath;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParser;
import javax.xml.parsers.SAXParserFactory;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/// Well-formed XML 1.0. Document types may be there, but nothing that they name is opened.
final class XmlSyntax implements Syntax {
    private static final Set<String> EXTENSIONS = Set.of("xml", "fxml", "xsd", "xsl", "xslt", "svg", "wsdl", "xhtml", "rss", "atom",
            "plist", "csproj", "vcxproj", "iml", "jrxml", "resx", "nuspec", "pom");

    @Override
    public String language() {
        return "XML";
    }

    @Override
    public boolean reads(WorkspacePath path) {
        return EXTENSIONS.contains(path.extension());
    }

    @Override
    public Parse parse(WorkspacePath path, byte[] content) {
        var errors = new ArrayList<Error>();
        try {
            parser().parse(new InputSource(new ByteArrayInputStream(content)), new Handler(errors));
        } catch (SAXParseException e) {
            if (errors.isEmpty()) {
                errors.add(error(e));
            }
        } catch (SAXException | ParserConfigurationException e) {
            return new Parse.Unread(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            // Bytes that are not of the encoding the file declares arrive here, without a place.
            return Parse.Faulty.of(0, 0, "The content does not fit its encoding: " + e.getMessage());
        }
        return errors.isEmpty() ? new Parse.Fine() : new Parse.Faulty(List.copyOf(errors));
    }

    private static SAXParser parser() throws SAXException, ParserConfigurationException {
        SAXParserFactory factory = SAXParserFactory.newDefaultNSInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
        factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        SAXParser parser = factory.newSAXParser();
        parser.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        parser.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
        parser.setProperty("http://apache.org/xml/properties/locale", Locale.ENGLISH);
        return parser;
    }

    private static Error error(SAXParseException e) {
        return new Error(Math.max(0, e.getLineNumber()), Math.max(0, e.getColumnNumber()), String.valueOf(e.getMessage()));
    }

    private static final class Handler extends DefaultHandler {
        private final List<Error> errors;

        Handler(List<Error> errors) {
            this.errors = errors;
        }

        @Override
        public InputSource resolveEntity(String publicId, String systemId) {
            return new InputSource(new StringReader(""));
        }

        @Override
        public void error(SAXParseException e) {
            errors.add(XmlSyntax.error(e));
        }

        @Override
        public void fatalError(SAXParseException e) throws SAXException {
            errors.add(XmlSyntax.error(e));
            throw e;
        }
    }
}
