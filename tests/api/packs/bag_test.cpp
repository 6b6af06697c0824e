#include "api/packs/bag.hpp"

#include <gtest/gtest.h>

namespace redress::packs {
namespace {

TEST(BagPath, is_letters_digits_dot_dash_and_underscore_between_slashes) {
  for (auto const* good : {"bagit.txt", "data/exhibits/01_E-TRACE.txt", "a/b/c", "..a", "a..b/c"})
    EXPECT_TRUE(is_bag_path(good)) << good;
  for (auto const* bad : {"", "/etc/passwd", "a/", "a//b", ".", "..", "../a", "a/../b", "a/./b", "a\\b", "C:/a", "a b",
                          "a%2fb", "封面.pdf", "a\nb", "~/a"})
    EXPECT_FALSE(is_bag_path(bad)) << bad;
  EXPECT_TRUE(is_bag_path(std::string(path_chars_max, 'a')));
  EXPECT_FALSE(is_bag_path(std::string(path_chars_max + 1, 'a')));
}

std::string const zeros(64, '0');
std::string const ones(64, '1');

TEST(Manifest, is_sorted_and_read_back) {
  auto const text = manifest_text({{ones, "data/b"}, {zeros, "data/a"}});
  EXPECT_EQ(text, zeros + "  data/a\n" + ones + "  data/b\n");
  EXPECT_EQ(parse_manifest(text).value(), (std::vector<ManifestLine>{{zeros, "data/a"}, {ones, "data/b"}}));
}

TEST(Manifest, what_we_would_not_write_is_refused_with_its_line) {
  auto const good = zeros + "  data/a\n";
  struct Row {
    std::string text, position;
  };
  for (auto const& [text, position] : {
           Row{good + zeros + "  data/b", "line 2"},            // no newline at the end
           Row{good + zeros + " data/b\n", "line 2"},           // one blank
           Row{good + zeros + " *data/b\n", "line 2"},          // binary mark
           Row{std::string(64, 'A') + "  data/a\n", "line 1"},  // upper case
           Row{good + zeros + "  data/../b\n", "line 2"},
           Row{good + zeros + "  /data/b\n", "line 2"},
           Row{good + good, "line 2"},                  // there twice
           Row{zeros + "  data/b\n" + good, "line 2"},  // out of order
           Row{"\n", "line 1"},
       }) {
    auto const parsed = parse_manifest(text);
    ASSERT_FALSE(parsed.has_value()) << text;
    EXPECT_EQ(parsed.error().position, position) << text;
  }
}

TEST(BagInfo, a_label_there_twice_says_nothing) {
  auto const text = bag_info_text({{"A", "1"}, {"Payload-Oxum", payload_oxum(12, 3)}, {"A", "2"}});
  EXPECT_EQ(text, "A: 1\nPayload-Oxum: 12.3\nA: 2\n");
  EXPECT_EQ(bag_info_value(text, "Payload-Oxum"), "12.3");
  EXPECT_EQ(bag_info_value(text, "A"), "");
  EXPECT_EQ(bag_info_value(text, "Payload"), "");
}

}  // namespace
}  // namespace redress::packs
