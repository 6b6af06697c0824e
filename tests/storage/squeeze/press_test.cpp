#include "storage/squeeze/press.hpp"

#include "storage/squeeze/checksum.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <zstd.h>

namespace redress::storage {
namespace {

// Any bytes, often with long stretches alike, as texts have them.
rc::Gen<std::string> any_text() {
  auto const bytes = rc::gen::arbitrary<std::string>();
  auto const alike = rc::gen::map(rc::gen::pair(bytes, rc::gen::inRange(1, 200)), [](auto const& drawn) {
    std::string text;
    for (int i = 0; i < drawn.second; ++i) text += drawn.first;
    return text;
  });
  return rc::gen::oneOf(bytes, alike);
}

RC_GTEST_PROP(PressLaws, what_was_squeezed_expands_to_itself, ()) {
  auto const dictionary = *any_text();
  auto const text = *any_text();
  Press press(dictionary);
  auto const squeezed = press.squeeze(text);
  RC_TAG(squeezed.has_value());
  if (!squeezed) return;
  RC_ASSERT(squeezed->size() <= text.size() - text.size() / 10);
  std::string const kept(*squeezed);
  RC_ASSERT(Dictionary(dictionary).expand(kept) == std::optional(text));
  RC_ASSERT(press.squeeze(text) == std::optional(std::string_view(kept)));  // and the same bytes each time
}

RC_GTEST_PROP(PressLaws, any_bytes_expand_to_a_text_or_to_nothing, (std::string const& bytes)) {
  Dictionary const dictionary("what many texts have in common");
  auto const text = dictionary.expand(bytes);
  RC_ASSERT(!text || text->size() <= squeezed_text_bytes_max);
}

std::string text_of(std::size_t bytes) {
  std::string text;
  for (int i = 0; text.size() < bytes; ++i) text += fmt::format("{{\"seq\":{},\"says\":\"卖家48小时内处理\"}}", i);
  text.resize(bytes);
  return text;
}

TEST(Press, squeezes_a_text_of_its_limit_and_not_one_byte_more) {
  Press press("");
  Dictionary const none("");
  auto const text = text_of(squeezed_text_bytes_max);
  auto const squeezed = press.squeeze(text);
  ASSERT_TRUE(squeezed.has_value());
  EXPECT_EQ(none.expand(*squeezed), text);
  EXPECT_FALSE(press.squeeze(text + "x").has_value());
}

TEST(Press, leaves_a_text_that_would_not_get_smaller) {
  Press press("");
  EXPECT_FALSE(press.squeeze("").has_value());
  EXPECT_FALSE(press.squeeze("short").has_value());
}

TEST(Press, a_text_like_the_dictionary_takes_a_tenth) {
  auto const text = text_of(4000);
  Press press(text_of(8000));
  EXPECT_LT(press.squeeze(text).value().size(), text.size() / 10);
}

TEST(Dictionary, finds_every_flipped_bit) {
  auto const known = text_of(2000);
  auto const text = text_of(1500) + "only here: 5f1c9a3e77";
  Press press(known);
  std::string bytes(press.squeeze(text).value());
  Dictionary const dictionary(known);
  for (std::size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
    bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_FALSE(dictionary.expand(bytes).has_value()) << "bit " << bit;
    bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << (bit % 8)));
  }
  EXPECT_EQ(dictionary.expand(bytes), text);
}

// Made with zstd itself, as somebody does who may write the file.
std::string frame(std::string_view text, bool says_its_size) {
  auto* const pressing = ZSTD_createCCtx();
  ZSTD_CCtx_setParameter(pressing, ZSTD_c_contentSizeFlag, says_its_size ? 1 : 0);
  std::string bytes(ZSTD_compressBound(text.size()), '\0');
  bytes.resize(ZSTD_compress2(pressing, bytes.data(), bytes.size(), text.data(), text.size()));
  ZSTD_freeCCtx(pressing);
  return bytes;
}

std::string with_checksum(std::string frame) { return frame + checksum_behind(frame, checksum_of("")); }

TEST(Dictionary, makes_nothing_of_what_no_press_made) {
  Dictionary const none("");
  auto const sound = frame(text_of(100), true);
  ASSERT_EQ(none.expand(with_checksum(sound)), text_of(100));
  auto claims_more = sound;  // one byte of size follows the magic number and the descriptor
  claims_more[5] = static_cast<char>(200);
  EXPECT_FALSE(none.expand("").has_value());
  EXPECT_FALSE(none.expand("abc").has_value());
  EXPECT_FALSE(none.expand(sound).has_value()) << "its checksum is missing";
  struct Row {
    char const* name;
    std::string frame;
  };
  Row const rows[] = {
      {"nothing", ""},
      {"no frame", "plain text"},
      {"cut", sound.substr(0, sound.size() - 1)},
      {"something behind it", sound + "x"},
      {"a second frame behind it", sound + sound},
      {"an empty frame behind it", sound + frame("", true)},
      {"a frame that is skipped", std::string("\x50\x2a\x4d\x18\x04\0\0\0abcd", 12)},
      {"no size said", frame(text_of(100), false)},
      {"another size said", claims_more},
      {"a bomb", frame(std::string(squeezed_text_bytes_max + 1, 'a'), true)},
  };
  for (auto const& row : rows) EXPECT_FALSE(none.expand(with_checksum(row.frame)).has_value()) << row.name;
}

TEST(Dictionary, another_dictionary_makes_nothing_of_it) {
  auto const known = text_of(3000);
  Press press(known);
  std::string const bytes(press.squeeze(text_of(2500)).value());
  auto other = known;
  other.replace(other.size() / 2, 4, "!!!!");
  EXPECT_FALSE(Dictionary("").expand(bytes).has_value());
  EXPECT_FALSE(Dictionary(other).expand(bytes).has_value());
}

}  // namespace
}  // namespace redress::storage
