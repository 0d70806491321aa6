package io.ramtalk.cli.internal.print;

import static org.assertj.core.api.Assertions.assertThat;

import org.jline.utils.WCWidth;
import org.junit.jupiter.api.Test;

final class WordWrapTest {
  @Test
  void rows_textThatFits_isOne() {
    assertThat(WordWrap.rows("one two", 7)).containsExactly("one two");
    assertThat(WordWrap.rows("", 7)).containsExactly("");
  }

  @Test
  void rows_words_areCutBetween() {
    assertThat(WordWrap.rows("one two three", 8)).containsExactly("one two", "three");
    assertThat(WordWrap.rows("one two three", 7)).containsExactly("one two", "three");
    assertThat(WordWrap.rows("one two three", 5)).containsExactly("one", "two", "three");
  }

  @Test
  void rows_longWord_isCutInside() {
    assertThat(WordWrap.rows("a bcdefghij k", 4)).containsExactly("a", "bcde", "fghi", "j k");
  }

  @Test
  void rows_lineBreaks_areKept() {
    assertThat(WordWrap.rows("a\n\nb", 4)).containsExactly("a", "", "b");
  }

  @Test
  void rows_wideAndCombiningCharacters_neverExceedTheColumns() {
    var text = "\u4f60\u597d \u09ac\u09be\u0982\u09b2\u09be "
        + "\ud83d\ude00\ud83d\ude00 e\u0301e\u0301 x";
    for (int columns = 2; columns < 20; columns++) {
      for (var row : WordWrap.rows(text, columns)) {
        assertThat(row.codePoints().map(c -> Math.max(0, WCWidth.wcwidth(c))).sum())
            .as("'%s' in %d", row, columns).isLessThanOrEqualTo(columns);
      }
      assertThat(String.join("", WordWrap.rows(text, columns)).replace(" ", ""))
          .isEqualTo(text.replace(" ", ""));
    }
  }
}
