package bench.server;

import java.util.Map;

/** Secrets Manager that has every secret asked for, always with the same user and password, and this server as the API. */
final class Secrets {
    String answer(String action, Map<String, Object> input, String origin) {
        if (!action.equals("GetSecretValue")) {
            throw new ServiceException(400, "InvalidRequestException", "no operation " + action);
        }
        Object id = input.get("SecretId");
        return Json.text(Map.of(
                "ARN",
                "arn:aws:secretsmanager:us-east-1:000000000000:secret:" + id,
                "Name",
                String.valueOf(id),
                "VersionId",
                "00000000-0000-0000-0000-000000000001",
                "SecretString",
                "{\"username\":\"test\",\"password\":\"test\",\"client_id\":\"test\",\"client_secret\":\"test\","
                        + "\"api_base_url\":\"" + origin + "\"}"));
    }
}
