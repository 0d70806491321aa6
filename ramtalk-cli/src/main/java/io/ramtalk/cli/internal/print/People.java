package io.ramtalk.cli.internal.print;

import com.fasterxml.jackson.core.JsonToken;
import io.ramtalk.cli.internal.client.ExitCode;
import io.ramtalk.cli.internal.client.Failure;
import io.ramtalk.cli.internal.client.JsonStream;
import io.ramtalk.cli.internal.client.SafeText;
import io.ramtalk.cli.internal.client.Server;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Lookup of users by id, number or name. */
public final class People {
  private static final Pattern USER_ID =
      Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

  /* At least three digits of any script, and no letters except a scheme. Whether the text is a
   * valid number is for the server to decide. */
  private static final Pattern MOBILE =
      Pattern.compile("(?i)(?:tel:)?(?=(?:\\P{Nd}*\\p{Nd}){3})\\P{L}+");
  private static final int MAX_NAMED = 5;

  private People() {}

  /**
   * A user as shown to people; its values are not escaped yet.
   *
   * @param id the user id
   * @param mobile the mobile number
   * @param name the name, or empty
   */
  public record Person(String id, String mobile, String name) {
    private static Person of(String id, Map<String, String> members) {
      return new Person(members.getOrDefault("user_id", id),
          members.getOrDefault("mobile", ""), members.getOrDefault("name", ""));
    }

    /** Returns the name, or else the number, on one line that is safe to print. */
    public String label() {
      return SafeText.line(name.isBlank() ? mobile : name);
    }
  }

  /** Finds the user with a user id, a mobile number, or a unique name that looks like neither. */
  public static Person find(Server server, String text) throws IOException {
    if (USER_ID.matcher(text).matches()) {
      return byId(server, text);
    }
    if (MOBILE.matcher(text).matches()) {
      return byMobile(server, text);
    }
    var found = byName(server, text);
    if (found.isEmpty()) {
      throw new Failure(
          ExitCode.NOT_FOUND, "no user has the user id, mobile number or name " + text);
    }
    if (found.size() > 1) {
      var some = found.stream().limit(MAX_NAMED)
          .map(person -> person.id() + " (" + person.mobile() + ")").toList();
      throw Failure.usage(found.size() + " users are called " + text + "; use one of these ids: "
          + String.join(", ", some) + (found.size() > MAX_NAMED ? ", ..." : ""));
    }
    return found.get(0);
  }

  /** Returns the user id for a mobile number. Returns a user id unchanged. */
  public static String idOf(Server server, String text) throws IOException {
    return USER_ID.matcher(text).matches() ? text : byId(server, text).id();
  }

  private static Person byMobile(Server server, String mobile) throws IOException {
    try {
      return byId(server, mobile);
    } catch (Failure e) {
      throw e.exitCode() != ExitCode.NOT_FOUND ? e
          : new Failure(ExitCode.NOT_FOUND, "no user has the mobile number " + mobile);
    }
  }

  /** Finds the user with a user id or a mobile number. */
  static Person byId(Server server, String id) throws IOException {
    try (var response = server.get("/users/" + Server.segment(id)).json()) {
      return Person.of(id, JsonStream.members(response));
    }
  }

  private static List<Person> byName(Server server, String name) throws IOException {
    var found = new ArrayList<Person>();
    try (var response = server.get("/users").json()) {
      while (response.nextToken() == JsonToken.FIELD_NAME) {
        var id = response.currentName();
        response.nextToken();
        var person = Person.of(id, JsonStream.members(response));
        if (person.name().equals(name)) {
          found.add(person);
        }
      }
    }
    return found;
  }
}
