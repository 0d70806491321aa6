package io.ramtalk.examples;

import com.twilio.http.NetworkHttpClient;
import com.twilio.http.Request;
import com.twilio.http.Response;
import java.net.URI;

/** Calls Twilio at another address: its client has no setting for that, but this place. */
public final class ProviderAt extends NetworkHttpClient {
  private final URI base;

  /**
   * Names the address.
   *
   * @param base where the provider is, without a path
   */
  public ProviderAt(URI base) {
    this.base = base;
  }

  @Override
  public Response makeRequest(Request request) {
    var moved = new Request(
        request.getMethod(), base.resolve(request.constructURL().getFile()).toString());
    request.getPostParams().forEach((name, values) ->
        values.forEach(value -> moved.addPostParam(name, value)));
    request.getHeaderParams().forEach((name, values) ->
        values.forEach(value -> moved.addHeaderParam(name, value)));
    moved.setContentType(request.getContentType());
    moved.setAuth(request.getUsername(), request.getPassword());
    return super.makeRequest(moved);
  }
}
