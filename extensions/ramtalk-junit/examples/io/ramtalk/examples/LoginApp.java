package io.ramtalk.examples;

import com.twilio.exception.ApiException;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.verify.v2.service.Verification;
import com.twilio.rest.verify.v2.service.VerificationCheck;
import java.net.URI;

/**
 * An application that lets people in by a code in an SMS. It knows nothing of RAMTalk: it calls
 * Twilio by Twilio's client, at an address that is a setting.
 */
final class LoginApp {
  private static final String ACCOUNT = "AC00000000000000000000000000000000";
  private static final String SERVICE = "VA00000000000000000000000000000000";
  private static final int NOT_FOUND = 404;

  private final TwilioRestClient twilio;

  LoginApp(URI provider) {
    twilio = new TwilioRestClient.Builder(ACCOUNT, "secret")
        .httpClient(new ProviderAt(provider)).build();
  }

  void sendCode(String mobile) {
    Verification.creator(SERVICE, mobile, "sms").create(twilio);
  }

  boolean logIn(String mobile, String code) {
    try {
      var check = VerificationCheck.creator(SERVICE).setTo(mobile).setCode(code).create(twilio);
      return "approved".equals(check.getStatus());
    } catch (ApiException e) {
      if (e.getStatusCode() == NOT_FOUND) {
        return false; // the code is used, or too old
      }
      throw e;
    }
  }
}
