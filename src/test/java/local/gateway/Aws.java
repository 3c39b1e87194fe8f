package local.gateway;

/** The one account of the local cloud, and how things in it are named. */
final class Aws {
    static final String REGION = "us-east-1";
    static final String ACCOUNT = "000000000000";

    private Aws() {}

    static String arn(String service, String resource) {
        return "arn:aws:" + service + ":" + REGION + ":" + ACCOUNT + ":" + resource;
    }

    /** What an ARN says after the account. */
    static String resource(String arn) {
        String[] parts = arn.split(":", 6);
        if (parts.length < 6 || !parts[0].equals("arn")) {
            throw AwsError.invalid("not an ARN: " + arn);
        }
        return parts[5];
    }
}
