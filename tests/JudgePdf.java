import java.io.FileInputStream;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.RuleId;

/**
 * Judges PDF files by the rules of veraPDF: `JudgePdf FLAVOUR,FLAVOUR FILE...`.
 *
 * One line for each file and flavour: the file, the flavour and how many checks were made. Before it one
 * line for each rule that is broken: the file, the rule, how often, and the first place. Parts are
 * separated by tabs. Whoever reads them judges; the exit code says only whether everything could be read.
 */
public class JudgePdf {
    public static void main(String[] arguments) throws Exception {
        Logger.getLogger("").setLevel(Level.OFF);
        VeraGreenfieldFoundryProvider.initialise();
        for (int number = 1; number < arguments.length; number++) {
            for (String name : arguments[0].split(",")) {
                judge(arguments[number], PDFAFlavour.fromString(name));
            }
        }
    }

    private static void judge(String file, PDFAFlavour flavour) throws Exception {
        try (InputStream content = new FileInputStream(file);
                PDFAParser parser = Foundries.defaultInstance().createParser(content, flavour);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
            ValidationResult result = validator.validate(parser);
            Map<RuleId, String> places = new LinkedHashMap<>();
            for (TestAssertion assertion : result.getTestAssertions()) {
                if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                    String place = assertion.getMessage() + " at " + assertion.getLocation().getContext();
                    places.putIfAbsent(assertion.getRuleId(), place);
                }
            }
            for (Map.Entry<RuleId, Integer> broken : result.getFailedChecks().entrySet()) {
                RuleId rule = broken.getKey();
                String name = flavour.getId() + " " + rule.getClause() + "-" + rule.getTestNumber();
                tell("broken", file, name, broken.getValue() + " times", places.getOrDefault(rule, ""));
            }
            tell("judged", file, flavour.getId(), String.valueOf(result.getTotalAssertions()));
        }
    }

    private static void tell(String... parts) {
        for (int number = 0; number < parts.length; number++) {
            parts[number] = parts[number].replaceAll("\\s+", " ");
        }
        System.out.println(String.join("\t", parts));
    }
}
