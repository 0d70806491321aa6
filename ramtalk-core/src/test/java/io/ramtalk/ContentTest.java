package io.ramtalk;

import static org.assertj.core.api.Assertions.assertThat;

import io.ramtalk.engine.Engine;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ContentTest {
  private static final Draft DRAFT = Draft.of(new UserId(1, 1), new UserId(2, 2));

  @Test
  void of_textAlone_forEver() {
    var content = Content.of(DRAFT.text("h\u00e9"), Limits.DEFAULT);

    assertThat(content.utf8()).hasSize(3);
    assertThat(content.image()).isNull();
    assertThat(content.expiresInMillis()).isEqualTo(Engine.NEVER);
    assertThat(content.destructAfterMillis()).isEqualTo(Engine.NEVER);
  }

  @Test
  void of_pictureAlone_emptyText() {
    var content = Content.of(DRAFT.image(Pictures.gif(2, 1)), Limits.DEFAULT);

    assertThat(content.utf8()).isEmpty();
    assertThat(content.image().type()).isEqualTo(ImageType.GIF);
  }

  @Test
  void of_textAndPicture_both() {
    var content = Content.of(DRAFT.text("x").image(Pictures.gif(2, 1)), Limits.DEFAULT);

    assertThat(content.utf8()).hasSize(1);
    assertThat(content.image()).isNotNull();
  }

  @Test
  void of_badTextOrPicture_refused() {
    Refusal.invalid("text_empty", () -> Content.of(DRAFT, Limits.DEFAULT));
    Refusal.invalid("text_too_long",
        () -> Content.of(DRAFT.text("x".repeat(4_097)), Limits.DEFAULT));
    Refusal.invalid("text_not_unicode",
        () -> Content.of(DRAFT.text("\ud83d").image(Pictures.gif(1, 1)), Limits.DEFAULT));
    Refusal.invalid("image_type_unknown",
        () -> Content.of(DRAFT.image(new byte[0]), Limits.DEFAULT));
    Refusal.invalid("image_too_large",
        () -> Content.of(DRAFT.image(new byte[51_201]), Limits.DEFAULT));
  }

  @Test
  void of_durationsInRange_kept() {
    var draft = DRAFT.text("x").expiresIn(Duration.ofMillis(1)).destructAfter(Draft.MAX_LIFE);

    var content = Content.of(draft, Limits.DEFAULT);

    assertThat(content.expiresInMillis()).isOne();
    assertThat(content.destructAfterMillis()).isEqualTo(Draft.MAX_LIFE.toMillis());
  }

  @Test
  void of_durationsOutOfRange_refused() {
    var draft = DRAFT.text("x");

    for (var wrong : List.of(Duration.ZERO, Duration.ofMillis(-1), Duration.ofNanos(999_999),
        Draft.MAX_LIFE.plusNanos(1), Duration.ofSeconds(Long.MAX_VALUE),
        Duration.ofSeconds(Long.MIN_VALUE))) {
      assertThat(Refusal.invalid("expires_in_invalid",
          () -> Content.of(draft.expiresIn(wrong), Limits.DEFAULT)))
          .endsWith(": " + Checks.words(wrong));
      Refusal.invalid("destruct_after_invalid",
          () -> Content.of(draft.destructAfter(wrong), Limits.DEFAULT));
    }
  }
}
