import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipFile;
import javax.xml.XMLConstants;
import javax.xml.crypto.OctetStreamData;
import javax.xml.crypto.URIDereferencer;
import javax.xml.crypto.URIReferenceException;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Judges the seal of packages with Java's own classes: `JudgeSeal ROOT FILE...`.
 *
 * One line for each file: `valid` or `invalid`, the number of references, and the file. The certificate of the
 * seal has to lead to the root at the time the seal states.
 */
public class JudgeSeal {
    private static final String XADES = "http://uri.etsi.org/01903/v1.3.2#";

    public static void main(String[] arguments) throws Exception {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        X509Certificate root;
        try (InputStream file = new FileInputStream(arguments[0])) {
            root = (X509Certificate) factory.generateCertificate(file);
        }
        for (int number = 1; number < arguments.length; number++) {
            try (ZipFile zip = new ZipFile(arguments[number])) {
                judge(zip, root, factory);
            }
        }
    }

    private static void judge(ZipFile zip, X509Certificate root, CertificateFactory factory) throws Exception {
        DocumentBuilderFactory builders = DocumentBuilderFactory.newInstance();
        builders.setNamespaceAware(true);
        builders.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        Document document = builders.newDocumentBuilder().parse(content(zip, "META-INF/signatures0.xml"));
        Element time = (Element) document.getElementsByTagNameNS(XADES, "SigningTime").item(0);
        List<X509Certificate> chain = chain(document, factory);
        trace(chain, root, factory, Date.from(Instant.parse(time.getTextContent())));
        Element element = (Element) document.getElementsByTagNameNS(XMLSignature.XMLNS, "Signature").item(0);
        DOMValidateContext context = new DOMValidateContext(chain.get(0).getPublicKey(), element);
        Element properties = (Element) document.getElementsByTagNameNS(XADES, "SignedProperties").item(0);
        context.setIdAttributeNS(properties, null, "Id");
        XMLSignatureFactory signatures = XMLSignatureFactory.getInstance("DOM");
        URIDereferencer inside = signatures.getURIDereferencer();
        context.setURIDereferencer((reference, in) -> {
            String address = reference.getURI();
            if (address.startsWith("#")) {
                return inside.dereference(reference, in);
            }
            try {
                return new OctetStreamData(content(zip, URLDecoder.decode(address, StandardCharsets.UTF_8)));
            } catch (IOException error) {
                throw new URIReferenceException(error);
            }
        });
        XMLSignature signature = signatures.unmarshalXMLSignature(context);
        String verdict = signature.validate(context) ? "valid" : "invalid";
        System.out.println(verdict + "\t" + signature.getSignedInfo().getReferences().size() + "\t" + zip.getName());
    }

    private static InputStream content(ZipFile zip, String name) throws IOException {
        if (zip.getEntry(name) == null) {
            throw new IOException("no file " + name);
        }
        return zip.getInputStream(zip.getEntry(name));
    }

    private static List<X509Certificate> chain(Document document, CertificateFactory factory) throws Exception {
        NodeList elements = document.getElementsByTagNameNS(XMLSignature.XMLNS, "X509Certificate");
        List<X509Certificate> chain = new ArrayList<>();
        for (int number = 0; number < elements.getLength(); number++) {
            byte[] raw = Base64.getMimeDecoder().decode(elements.item(number).getTextContent());
            chain.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(raw)));
        }
        return chain;
    }

    private static void trace(List<X509Certificate> chain, X509Certificate root, CertificateFactory factory, Date time)
            throws Exception {
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(time);
        CertPath path = factory.generateCertPath(chain);
        CertPathValidator.getInstance("PKIX").validate(path, parameters);
    }
}
