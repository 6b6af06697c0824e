// Somebody who is restricted or forgotten is in no answer: packs, search, the case as it was, chats, pictures alike.
#include "storage/pictures/picture_look.hpp"
#include "storage/pictures/picture_mark.hpp"
#include "storage/sqlite/sqlite_store.hpp"
#include "tests/e2e/persons_house.hpp"
#include "tests/storage/pictures/painted.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

namespace redress::e2e {
namespace {

using boost::json::object;

// Where the person's words or pictures were seen.
using Places = std::vector<std::string>;

class Forgotten : public PersonsHouse {
 protected:
  std::string jpeg(storage::Painted const& picture, int quality, std::string const& name) {
    auto const file = elsewhere_.path() / name;
    storage::write_jpeg(picture, file, quality);
    return content_of(file);
  }
  std::string add(std::string const& id, object content) {
    content.emplace("case_id", id);
    content.emplace("source", "buyer");
    content.emplace("request_id", fmt::format("add-{}", ++requests_));
    auto const added = call(agent_, "evidence.add", std::move(content));
    return std::string(added.at("evidence").at("id").as_string());
  }
  std::string add_picture(std::string const& id, std::string const& bytes) {
    auto const sha256 = upload(server_->url(), service_token_, bytes);
    add(id, {{"kind", "E-PHOTO"}, {"sha256", sha256}});
    return sha256;
  }
  e2e::Run as_manager(std::vector<std::string> more) const {
    std::vector<std::string> all{"--json", "--url", server_->url(), "--token", manager_token_};
    all.insert(all.end(), more.begin(), more.end());
    return run_redress(std::move(all));
  }
  // Everything that stands in the pack's exhibits.
  std::string packed(std::string const& id) {
    auto const zip = (elsewhere_.path() / fmt::format("{}.zip", ++requests_)).string();
    EXPECT_EQ(as_manager({"pack", "create", id, "-o", zip}).exit, 0);
    EXPECT_EQ(run_redress({"pack", "verify", zip}).exit, 0);
    EXPECT_EQ(std::system(fmt::format("unzip -p {0} > {0}.txt", zip).c_str()), 0);
    return content_of(zip + ".txt");
  }
  std::string recycled_of(std::string const& id) {
    std::string all;
    auto const listed = call(manager_, "evidence.list", {{"case_id", id}});
    auto const checked = call(manager_, "evidence.checklist", {{"case_id", id}});
    for (auto const* items : {&listed.at("evidence").as_array(), &checked.at("present").as_array()})
      for (auto const& item : *items)
        if (auto const* uses = item.as_object().if_contains("recycled")) all += boost::json::serialize(*uses);
    return all;
  }
  std::string listed_nick(std::string const& id) {
    auto const page = call(manager_, "case.list", {});
    for (auto const& each : page.at("cases").as_array())
      if (each.at("id") == boost::json::value(id))
        if (auto const* nick = each.as_object().if_contains("buyer_nick")) return std::string(nick->as_string());
    return {};
  }

  Folder elsewhere_;
  int requests_ = 0;
};

TEST_F(Forgotten, nobody_sees_anything_of_a_restricted_person_and_nothing_is_left_of_a_forgotten_one) {
  start();
  auto const id = open(1);
  auto const other = open(2);
  auto const chat =
      add(id, {{"kind", "E-CHAT"}, {"text", "买家：CANARYCHAT 我叫张三\n卖家：您好"}, {"note", "CANARYNOTE"}});
  auto const seen_by_both = storage::paint(0);
  auto const his_alone = jpeg(storage::paint(3), 90, "alone.jpg");
  add_picture(id, jpeg(seen_by_both, 90, "both.jpg"));
  auto const sha256 = add_picture(id, his_alone);
  add_picture(other, jpeg(storage::scaled(seen_by_both, 400, 300), 80, "scaled.jpg"));
  auto const mark = storage::look_at_picture(elsewhere_.path() / "alone.jpg", "image/jpeg").value().mark;
  ASSERT_EQ(mark.size(), 64U);
  EXPECT_FALSE(files_with(folder_.path(), mark).empty()) << "marks are stored as they are";
  close(id);
  auto const case_now = call(manager_, "case.get", {{"case_id", id}});
  auto const at = std::string(case_now.at("evidence").at(0).at("added_at").as_string());

  auto const places = [&] {
    Places found;
    auto const has = [](std::string const& text) { return text.find("CANARY") != std::string::npos; };
    auto const look = [&](std::string place, std::string const& text) {
      if (has(text)) found.push_back(std::move(place));
    };
    look("case show", as_manager({"case", "show", id}).out);
    look("as of", as_manager({"case", "show", id, "--as-of", at}).out);
    look("trail", boost::json::serialize(call(manager_, "case.trail", {{"case_id", id}})));
    if (listed_nick(id) == "茶**") found.emplace_back("nick in a list");
    look("evidence", boost::json::serialize(call(manager_, "evidence.list", {{"case_id", id}})));
    auto const talk = manager_->call("evidence.conversation", {{"case_id", id}, {"evidence_id", chat}});
    look("conversation", boost::json::serialize(talk.result));
    for (auto const* text : {"CANARY", "CANARYCHAT", "CANARYNOTE", "张三"}) {
      auto const cases = call(manager_, "audit.search", {{"text", text}}).at("cases").as_array();
      if (std::ranges::any_of(cases, [&](auto const& each) { return each.at("case_id") == boost::json::value(id); }))
        found.push_back(fmt::format("search {}", text));
    }
    auto const pack = packed(id);
    look("pack", pack);
    if (pack.find(his_alone) != std::string::npos) found.emplace_back("picture in the pack");
    if (http("GET", server_->url() + "/v1/blobs/" + sha256, manager_token_, {}) == his_alone)
      found.emplace_back("picture");
    if (recycled_of(other).find(id) != std::string::npos) found.emplace_back("recycled of the other");
    if (!recycled_of(id).empty()) found.emplace_back("recycled of the case");
    return found;
  };
  EXPECT_EQ(places(), (Places{"case show", "as of", "nick in a list", "evidence", "conversation", "search CANARY",
                              "search CANARYCHAT", "search CANARYNOTE", "search 张三", "pack", "picture in the pack",
                              "picture", "recycled of the other", "recycled of the case"}));
  auto const listed = [&] { return boost::json::serialize(call(manager_, "evidence.list", {{"case_id", id}})); };
  EXPECT_NE(listed().find(sha256), std::string::npos);
  EXPECT_EQ(erase(id).at("state").as_string(), "restricted");
  EXPECT_EQ(places(), Places{});
  EXPECT_EQ(listed().find(sha256), std::string::npos);
  EXPECT_EQ(listed_nick(other), "茶**") << "somebody else";
  auto const again = agent_->call(
      "evidence.add",
      {{"case_id", other}, {"kind", "E-PHOTO"}, {"sha256", sha256}, {"source", "buyer"}, {"request_id", "again"}});
  EXPECT_EQ(again.error.at("data").at("kind"), "evidence_rejected") << "though it was noted before";
  advance(four_years_s);
  ASSERT_EQ(state(id), "shredded");
  EXPECT_EQ(places(), Places{});
  EXPECT_TRUE(call(manager_, "audit.verify", {}).at("ok").as_bool());
  stop();
  EXPECT_TRUE(files_with(folder_.path(), mark).empty()) << "how a photograph looks is about whoever took it";
  auto store = storage::SqliteStore::open(folder_.path()).value();
  store->read([&](StoreReader& reader) {
    EXPECT_FALSE(reader.find_picture(sha256));
    EXPECT_TRUE(reader.pictures_near(mark, "s1", 10).empty());
    EXPECT_FALSE(reader.blob_belongs_to(sha256, "s1"));
  });
}

}  // namespace
}  // namespace redress::e2e
