#include "api/packs/exhibits.hpp"

#include <gtest/gtest.h>

namespace redress::packs {
namespace {

Evidence item(std::string id, std::string kind, std::string mime, std::optional<std::string> text = {}) {
  Evidence made;
  made.id = std::move(id);
  made.kind = std::move(kind);
  made.sha256 = made.id;
  made.mime = std::move(mime);
  made.text = std::move(text);
  if (made.text) made.commitment = "c";
  return made;
}

TEST(Exhibits, stand_in_the_order_of_the_checklist_each_once) {
  rules::EvidenceNeed first;
  first.id = "N-1";
  rules::EvidenceNeed second;
  second.id = "N-2";
  std::vector<rules::NeedVerdict> const needs{{&first, {{{"E-TRACE"}, true}, {{"E-SIGN", "E-SEAL"}, true}}},
                                              {&second, {{{"E-PHOTO", "E-TRACE"}, true}}}};
  std::vector<Evidence> const evidence{
      item("p", "E-PHOTO", "image/jpeg"),        item("x", "E-REVIEW", "image/png"),
      item("seal", "E-SEAL", "application/pdf"), item("s", "E-SIGN", "image/png"),
      item("t1", "E-TRACE", "text/plain", "a"),  item("t2", "E-TRACE", "video/mp4"),
  };
  std::vector<std::string> order;
  std::vector<std::string> paths;
  auto const exhibits = exhibits_of(evidence, needs, "taobao", [](auto const&) { return Withheld::no; });
  for (auto const& exhibit : exhibits) {
    order.push_back(exhibit.item.id);
    paths.push_back(exhibit.path);
  }
  EXPECT_EQ(order, (std::vector<std::string>{"t1", "t2", "s", "seal", "p", "x"}));
  EXPECT_EQ(paths, (std::vector<std::string>{"data/exhibits/01_E-TRACE.txt", "data/exhibits/02_E-TRACE.mp4",
                                             "data/exhibits/03_E-SIGN.png", "data/exhibits/04_E-SEAL.pdf",
                                             "data/exhibits/05_E-PHOTO.jpg", "data/exhibits/06_E-REVIEW.png"}));
  EXPECT_EQ(exhibits[0].needs.size(), 2U);
  EXPECT_TRUE(exhibits[5].needs.empty());
}

TEST(Exhibits, what_is_withheld_keeps_its_number_and_has_no_file) {
  std::vector<Evidence> const evidence{item("gone", "E-PHOTO", "image/png"), item("shy", "E-PHOTO", "image/png"),
                                       item("odd", "E-PHOTO", "x/y")};
  auto const exhibits = exhibits_of(evidence, {}, "taobao", [](Evidence const& each) {
    return each.id == "gone" ? Withheld::gone : each.id == "shy" ? Withheld::asked : Withheld::no;
  });
  EXPECT_EQ(exhibits[0].path, "");
  EXPECT_EQ(exhibits[0].withheld, Withheld::gone);
  EXPECT_EQ(exhibits[1].path, "");
  EXPECT_EQ(exhibits[1].withheld, Withheld::asked);
  EXPECT_EQ(exhibits[2].path, "data/exhibits/03_E-PHOTO.bin");
}

}  // namespace
}  // namespace redress::packs
