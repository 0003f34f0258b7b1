import eu.europa.esig.dss.enumerations.Indication;
import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.simplereport.SimpleReport;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import java.io.File;
import java.util.Arrays;

/** Says of each PDF in a folder what the EU's DSS finds: java Validate.java FOLDER CERTIFICATE (trusted). No network. */
class Validate {
    public static void main(String[] arguments) {
        var trusted = new CommonTrustedCertificateSource();
        trusted.addCertificate(DSSUtils.loadCertificate(new File(arguments[1])));
        var files = new File(arguments[0]).listFiles((folder, name) -> name.endsWith(".pdf"));
        Arrays.sort(files);
        for (File file : files) {
            var verifier = new CommonCertificateVerifier();
            verifier.setTrustedCertSources(trusted);
            var validator = SignedDocumentValidator.fromDocument(new FileDocument(file));
            validator.setCertificateVerifier(verifier);
            SimpleReport report = validator.validateDocument().getSimpleReport();
            var first = report.getFirstSignatureId();
            Indication indication = report.getIndication(first);
            System.out.println(String.join(" ", file.getName(), String.valueOf(report.getSignaturesCount()),
                    String.valueOf(indication), String.valueOf(report.getSubIndication(first)),
                    String.valueOf(report.getSignatureFormat(first))));
        }
    }
}
