package io.ramtalk.cli;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Finds users by what people call them. */
final class People {
  private static final Pattern USER_ID =
      Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");
  private static final Pattern MOBILE = Pattern.compile("\\+?[0-9]{3,15}");
  private static final Pattern SEPARATOR = Pattern.compile("[ .()-]");
  private static final int MAX_NAMED = 5;

  private People() {}

  /**
   * A user as people see one; nothing in it is escaped yet.
   *
   * @param id the user id
   * @param mobile the mobile number
   * @param name the name, or empty
   */
  record Person(String id, String mobile, String name) {
    private static Person of(String id, Map<String, String> members) {
      return new Person(
          id, members.getOrDefault("mobile", ""), members.getOrDefault("name", ""));
    }

    /** Returns the name, or else the number, in one line that is safe to print. */
    String label() {
      return Escapes.line(name.isBlank() ? mobile : name);
    }
  }

  /** Finds the one user who has a user id, a mobile number, or a name that looks like neither. */
  static Person find(Server server, String text) throws IOException {
    if (USER_ID.matcher(text).matches()) {
      return byId(server, text);
    }
    var mobile = mobile(text);
    boolean number = MOBILE.matcher(mobile).matches();
    var found = number ? byMobile(server, mobile) : byName(server, text);
    if (found.isEmpty()) {
      throw new Failure(ExitCode.NOT_FOUND, "no user has the "
          + (number ? "mobile number " : "user id, mobile number or name ") + text);
    }
    if (found.size() > 1) {
      var some = found.stream().limit(MAX_NAMED)
          .map(person -> person.id() + " (" + person.mobile() + ")").toList();
      throw Failure.usage(found.size() + " users are called " + text + "; say which by id: "
          + String.join(", ", some) + (found.size() > MAX_NAMED ? ", ..." : ""));
    }
    return found.get(0);
  }

  /** Returns the user id of a mobile number, and what is none as it is. */
  static String idOf(Server server, String text) throws IOException {
    return MOBILE.matcher(mobile(text)).matches() ? find(server, text).id() : text;
  }

  static Person byId(Server server, String id) throws IOException {
    try (var answer = server.get("/users/" + Server.segment(id)).json()) {
      return Person.of(id, Json.members(answer));
    }
  }

  /** A server that masks numbers in its list still finds a whole one. */
  private static List<Person> byMobile(Server server, String mobile) throws IOException {
    return list(server, "/users?mobile=" + Server.segment(mobile), person -> true);
  }

  private static List<Person> byName(Server server, String name) throws IOException {
    return list(server, "/users", person -> person.name().equals(name));
  }

  private static List<Person> list(Server server, String path, Predicate<Person> which)
      throws IOException {
    var found = new ArrayList<Person>();
    try (var answer = server.get(path).json()) {
      while (answer.nextToken() == JsonToken.FIELD_NAME) {
        var id = answer.currentName();
        answer.nextToken();
        var person = Person.of(id, Json.members(answer));
        if (which.test(person)) {
          found.add(person);
        }
      }
    }
    return found;
  }

  /** Returns a number in the form in which the server compares numbers. */
  private static String mobile(String text) {
    var bare = SEPARATOR.matcher(text).replaceAll("");
    return bare.startsWith("00") ? "+" + bare.substring(2) : bare;
  }
}
