// Whatever a forger changes in a pack is found and named, by someone who has nothing but the pack and the key.
#include "api/packs/pack_check.hpp"

#include "api/packs/bag.hpp"
#include "api/packs/pack_desk.hpp"
#include "api/packs/statement.hpp"
#include "api/packs/zip_writer.hpp"
#include "api/server/rulebooks.hpp"
#include "engine/ledger/signed_note.hpp"
#include "tests/api/packs/case_to_pack.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>

namespace redress::packs {
namespace {

using boost::json::object;

// One pack for all that only look at it and change copies.
OpenedPack const& sound() {
  static OpenedPack const pack = CaseToPack{}.pack();
  return pack;
}

ledger::SigningKey house_key() {
  return ledger::SigningKey::from_seed("test", std::vector<std::uint8_t>(32, 7)).value();
}

std::string what(PackReport const& report) {
  auto const* wrong = report.first_wrong();
  return wrong ? fmt::format("{} {}", name_of(wrong->step), wrong->file) : "ok";
}

// What verify.html says of the same pack, run by Node; empty where Node is not installed.
std::string what_the_page_says(OpenedPack const& pack) {
  auto const file = std::filesystem::temp_directory_path() / fmt::format("redress-pack-{}.zip", ::getpid());
  {
    auto zip = ZipWriter::begin(file, {0}).value();
    for (auto const& [path, packed_file] : pack.files)
      EXPECT_TRUE(zip.document(fmt::format("{}/{}", pack.folder, path), packed_file.bytes).has_value());
    EXPECT_TRUE(zip.finish().has_value());
  }
  auto const line = fmt::format(
      "command -v node >/dev/null && node {0}/tests/api/packs/verify_page.mjs "
      "{0}/api/packs/verify.html {1} '{2}'",
      REDRESS_SOURCE_DIR, file.string(), house_key().verifier().text());
  auto* const pipe = ::popen(line.c_str(), "r");
  std::string text;
  std::array<char, 4096> buffer{};
  while (auto const got = std::fread(buffer.data(), 1, buffer.size(), pipe)) text.append(buffer.data(), got);
  ::pclose(pipe);
  std::filesystem::remove(file);
  if (text.empty()) return {};
  auto const report = boost::json::parse(text).as_object();
  if (report.at("ok").as_bool()) return "ok";
  auto const& wrong = report.at("first_wrong").as_object();
  auto const* named = wrong.if_contains("file");
  return fmt::format("{} {}", std::string_view(wrong.at("step").as_string()),
                     named ? std::string_view(named->as_string()) : std::string_view{});
}

// What the command finds; the page, a second reader that shares no code with it, must find the same.
std::string what(OpenedPack const& pack) {
  auto const command = what(check_pack(pack, house_key().verifier()));
  auto const page = what_the_page_says(pack);
  if (!page.empty()) {
    EXPECT_EQ(page, command);
  }
  return command;
}

// Signs as only the house can, to reach the checks that stand behind the seal.
void seal_anew(OpenedPack& pack) {
  list_anew(pack);
  auto const key = house_key();
  auto seal = parse_seal(open_note(pack.files.find(seal_path)->second.bytes, key.verifier()).value()).value();
  seal.tagmanifest_sha256 = pack.files.find(tagmanifest_path)->second.sha256;
  pack.files[std::string(seal_path)] = packed(ledger::sign_note(to_text(seal), std::span(&key, 1)).value());
}

std::string bytes_of(OpenedPack const& pack, std::string_view path) { return pack.files.find(path)->second.bytes; }

void put(OpenedPack& pack, std::string const& path, std::string bytes) { pack.files[path] = packed(std::move(bytes)); }

std::string replaced(std::string text, std::string_view was, std::string_view now) {
  auto const at = text.find(was);
  EXPECT_NE(at, std::string::npos) << was;
  return at == std::string::npos ? text : text.replace(at, was.size(), now);
}

TEST(PackCheck, a_sound_pack_holds_with_and_without_a_pinned_key) {
  auto const report = check_pack(sound(), house_key().verifier());
  EXPECT_EQ(what(report), "ok");
  EXPECT_TRUE(report.ok() && report.pinned);
  EXPECT_EQ(report.entries, 5);
  EXPECT_EQ(report.exhibits, 2);
  EXPECT_EQ(report.withheld, 0);
  EXPECT_TRUE(check_pack(sound()).ok());
  EXPECT_FALSE(check_pack(sound()).pinned);
  auto const other = ledger::SigningKey::from_seed("test", std::vector<std::uint8_t>(32, 8)).value();
  EXPECT_EQ(what(check_pack(sound(), other.verifier())), "key data/receipts/0000.json");
}

TEST(PackCheck, every_changed_byte_is_found_and_named) {
  auto const key = house_key().verifier();
  for (auto const& [path, file] : sound().files) {
    auto const stride = std::max<std::size_t>(1, file.bytes.size() / 9);
    for (std::size_t at = 0; at < file.bytes.size(); at += stride) {
      auto pack = sound();
      auto bytes = file.bytes;
      bytes[at] = static_cast<char>(bytes[at] ^ (1 << (at % 8)));
      put(pack, path, bytes);
      auto const report = check_pack(pack, key);
      ASSERT_FALSE(report.ok()) << path << " at " << at;
      auto const named = report.first_wrong()->file;
      bool const lists_others = path == manifest_path || path == tagmanifest_path;
      EXPECT_TRUE(named == path || (lists_others && !named.empty())) << path << " at " << at << ": " << named;
    }
  }
}

TEST(PackCheck, files_that_go_or_come_are_named) {
  for (auto const& [path, file] : sound().files) {
    auto pack = sound();
    pack.files.erase(path);
    auto const report = check_pack(pack, house_key().verifier());
    EXPECT_FALSE(report.ok()) << path;
  }
  auto pack = sound();
  put(pack, "data/extra.txt", "x");
  EXPECT_EQ(what(pack), "bag bag-info.txt") << "the size says so first";
  pack = sound();
  put(pack, "extra.txt", "x");
  EXPECT_EQ(what(pack), "tagmanifest extra.txt");
}

TEST(PackCheck, manifests_that_fit_again_do_not_help_without_the_key) {
  auto pack = sound();
  put(pack, "data/cover.pdf", "%PDF-1.5 another story");
  list_anew(pack);
  EXPECT_EQ(what(pack), "seal tagmanifest-sha256.txt");
}

TEST(PackCheck, a_pack_signed_by_a_forger_fails_the_pinned_key) {
  CaseToPack forged{2};
  auto const other = ledger::SigningKey::from_seed("elsewhere", std::vector<std::uint8_t>(32, 9)).value();
  EXPECT_EQ(what(check_pack(forged.pack(), other.verifier())), "key data/receipts/0000.json");
}

// What the keeper of the ledger, who has the key, could try.
TEST(PackCheck, even_with_the_key_an_entry_cannot_be_dropped_swapped_or_changed) {
  std::string const last = "data/receipts/0004.json";
  auto pack = sound();
  pack.files.erase(last);
  auto trail = bytes_of(pack, "data/trail.ndjson");
  put(pack, "data/trail.ndjson", trail.substr(0, trail.rfind('\n', trail.size() - 2) + 1));
  seal_anew(pack);
  EXPECT_EQ(what(pack), "head data/case-head.txt") << "a trail cut at its end";

  pack = sound();
  pack.files.erase("data/receipts/0002.json");
  seal_anew(pack);
  EXPECT_EQ(what(pack), "trail data/receipts/0003.json") << "a gap";

  pack = sound();
  put(pack, last, replaced(bytes_of(pack, last), "SELLER_REFUSE_BUYER", "SELLER_REFUSE_BUYEX"));
  seal_anew(pack);
  EXPECT_EQ(what(pack), "receipts " + last) << "another text";

  pack = sound();
  put(pack, "data/trail.ndjson", replaced(bytes_of(pack, "data/trail.ndjson"), "refused", "accepted"));
  seal_anew(pack);
  EXPECT_EQ(what(pack), "trail data/trail.ndjson");

  CaseToPack other{3};
  pack = sound();
  put(pack, last, bytes_of(other.pack(), last));
  seal_anew(pack);
  EXPECT_EQ(what(pack), "receipts " + last) << "of another ledger under the same key";

  pack = sound();
  put(pack, "data/case.json",
      replaced(bytes_of(pack, "data/case.json"), "\"state\":\"SELLER_REFUSE_BUYER\"", "\"state\":\"SUCCESS\""));
  seal_anew(pack);
  EXPECT_EQ(what(pack), "story data/case.json");
}

TEST(PackCheck, even_with_the_key_exhibits_are_what_the_entries_name) {
  std::string const trace = "data/exhibits/01_E-TRACE.txt";
  auto pack = sound();
  put(pack, trace, "2026-01-06 09:41 签收：他人签收");
  seal_anew(pack);
  EXPECT_EQ(what(pack), "exhibits " + trace) << "the commitment knows another text";

  pack = sound();
  pack.files.erase(trace);
  seal_anew(pack);
  EXPECT_EQ(what(pack), "exhibits " + trace);

  pack = sound();
  put(pack, "data/exhibits/03_E-SIGN.png", "slipped in");
  seal_anew(pack);
  EXPECT_EQ(what(pack), "exhibits data/exhibits/03_E-SIGN.png");

  pack = sound();
  auto list = boost::json::parse(bytes_of(pack, "data/exhibits.json")).as_object();
  auto& exhibits = list["exhibits"].as_array();
  exhibits[0].as_object().erase("path");
  pack.files.erase(trace);
  put(pack, "data/exhibits.json", boost::json::serialize(list));
  seal_anew(pack);
  auto const withheld = check_pack(pack, house_key().verifier());
  EXPECT_EQ(what(withheld), "ok") << "withheld and said so";
  EXPECT_EQ(withheld.withheld, 1);

  exhibits.erase(exhibits.begin());
  put(pack, "data/exhibits.json", boost::json::serialize(list));
  seal_anew(pack);
  EXPECT_EQ(what(pack), "exhibits data/exhibits.json") << "withheld and not said";
}

TEST(PackCreate, gives_the_same_bytes_twice_and_others_after_the_next_entry) {
  CaseToPack one;
  auto const first = one.answer();
  one.house().clock().advance(hour_ms);
  EXPECT_EQ(boost::json::serialize(first), boost::json::serialize(one.answer())) << "the hour makes no difference";
  one.add_text("E-CHAT", "还有一句");
  EXPECT_NE(boost::json::serialize(first), boost::json::serialize(one.answer()));
  EXPECT_EQ(what(one.pack()), "ok");
}

// A desk of its own over the house's store; whenever it asks whether a file is held, somebody adds a fact to the case.
TEST(PackCreate, begins_anew_while_the_case_moves_and_gives_up_in_the_end) {
  CaseToPack one;
  one.add_file("E-SIGN");
  api::RulebooksInForce const books{api::rulebooks_with({}).value()};
  api::LedgerSigner signer{one.house().store(), api::ledger_keeping_in_memory(), {.signing = {house_key()}}};
  api::AuditDesk audit{one.house().store(), books, signer};
  int moves = 0;
  int asked = 0;
  PackDesk desk{one.house().store(), books, audit,
                [&](std::string_view) {
                  if (++asked <= moves) one.add_text("E-CHAT", fmt::format("第 {} 句", asked));
                  return true;
                },
                "redress test"};
  Actor const agent{.id = "a", .role = Role::agent, .shop = "s1"};
  moves = 2;
  auto const settled = desk.content_of({one.case_id()}, agent);
  ASSERT_TRUE(settled.has_value()) << settled.error().says.en;
  EXPECT_EQ(asked, 3);
  auto const trail = std::ranges::find(settled->documents, "data/trail.ndjson", &Document::path);
  EXPECT_EQ(std::ranges::count(trail->bytes, '\n'), 8) << "both entries that came in between are in it";
  asked = 0;
  moves = 100;
  auto const restless = desk.content_of({one.case_id()}, agent);
  ASSERT_FALSE(restless.has_value());
  EXPECT_EQ(restless.error().kind, FaultKind::version_conflict);
  EXPECT_EQ(asked, 5);
}

TEST(PackCreate, holds_nothing_personal_but_the_exhibits) {
  CaseToPack one;
  for (auto const& [path, file] : one.pack().files)
    for (auto const* secret : {"秘密昵称", "13800138000", "已由本人签收"})
      EXPECT_EQ(file.bytes.find(secret), std::string::npos) << path;
}

TEST(PackCreate, leaves_out_what_it_is_asked_to_and_says_so) {
  CaseToPack one;
  auto const listed = one.house().call("evidence.list", {{"case_id", one.case_id()}}, Role::agent);
  auto const& chat = listed.at("result").at("evidence").as_array().front().as_object();
  ASSERT_EQ(chat.at("kind"), "E-CHAT");
  auto const without = one.pack({chat.at("id")});
  EXPECT_EQ(what(without), "ok");
  auto const report = check_pack(without, house_key().verifier());
  EXPECT_EQ(report.exhibits, 2);
  EXPECT_EQ(report.withheld, 1);
  auto const bare_hash = std::string(chat.at("sha256").as_string());
  for (auto const& [path, file] : without.files)
    for (auto const& hint : {std::string("物流显示"), bare_hash})
      EXPECT_EQ(file.bytes.find(hint), std::string::npos) << path << ": nothing to try the text out with";
  EXPECT_NE(without.files.at("data/exhibits.json").bytes.find("left out at the wish"), std::string::npos);
  auto const unknown = one.house().call(
      "pack.create", {{"case_id", one.case_id()}, {"withhold", boost::json::array{"ev_none"}}}, Role::agent);
  EXPECT_EQ(unknown.at("error").at("data").at("kind"), "invalid_params");
  EXPECT_EQ(unknown.at("error").at("data").at("position"), "params.withhold[0]");
}

TEST(PackCreate, says_which_files_are_no_longer_held) {
  CaseToPack one;
  one.add_file("E-SIGN");
  api::RulebooksInForce const books{api::rulebooks_with({}).value()};
  api::LedgerSigner signer{one.house().store(), api::ledger_keeping_in_memory(), {.signing = {house_key()}}};
  api::AuditDesk audit{one.house().store(), books, signer};
  PackDesk desk{one.house().store(), books, audit, [](std::string_view) { return false; }, "redress test"};
  auto const content = desk.content_of({one.case_id()}, {.id = "a", .role = Role::agent, .shop = "s1"});
  ASSERT_TRUE(content.has_value());
  EXPECT_TRUE(content->originals.empty());
  OpenedPack pack{content->name, {}};
  for (auto const& document : content->documents) pack.files.emplace(document.path, packed(document.bytes));
  EXPECT_EQ(what(pack), "ok");
  EXPECT_EQ(check_pack(pack).withheld, 1);
}

TEST(PackCreate, is_for_those_who_may_see_the_case) {
  CaseToPack one;
  for (auto const role : {Role::agent, Role::manager, Role::auditor, Role::service})
    EXPECT_TRUE(one.answer(role).contains("result")) << name_of(role);
  EXPECT_EQ(one.answer(Role::admin).at("error").at("data").at("kind"), "forbidden");
  EXPECT_EQ(one.house().call("pack.create", {{"case_id", "case_none"}}).at("error").at("data").at("kind"), "not_found");
}

}  // namespace
}  // namespace redress::packs
