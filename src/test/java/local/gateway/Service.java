package local.gateway;

import java.io.IOException;
import local.http.Request;
import local.http.Response;

/** One AWS service as the gateway sees it. */
interface Service {
    /** The operation that a request asks for, by AWS's name for it. */
    String operation(Request request) throws IOException;

    Response answer(String operation, Request request) throws IOException, InterruptedException;

    /** An error in the form in which the caller of this request expects it. */
    Response error(Request request, AwsError error) throws IOException;
}
