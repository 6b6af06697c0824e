// Evidence packs: puts one together from what the server made and the originals, and checks one without any server.
#include "api/cli/blob_download.hpp"
#include "api/cli/commands.hpp"
#include "api/cli/output.hpp"
#include "api/packs/pack_check.hpp"
#include "api/packs/pack_zip.hpp"
#include "api/packs/rules_check.hpp"
#include "api/packs/squeezed_text.hpp"
#include "api/packs/zip_reader.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <ctime>
#include <iostream>

namespace redress::cli {
namespace {

using boost::json::object;

std::string text_of(object const& json, std::string_view name) { return std::string(json.at(name).as_string()); }

CallOutcome failed(Exit exit, Says const& says) {
  return {.exit = exit, .error = {{"message", says.en}, {"data", object{{"says", to_json(says)}}}}};
}

CallOutcome failed(Fault const& fault) { return failed(exit_of_kind(name_of(fault.kind)), fault.says); }

constexpr std::size_t content_bytes_max = 256UL * 1024 * 1024;

// Puts the members that came compressed back in their places.
Result<void> unpack_answer(object& content) {
  auto const* packed = content.if_contains("squeezed");
  if (!packed) return {};
  auto const bytes = ledger::from_base64(packed->as_string());
  if (!bytes) return Fault{FaultKind::parse_error, {"应答不是 base64", "the answer is no base64"}};
  auto const text = packs::unsqueezed({reinterpret_cast<char const*>(bytes->data()), bytes->size()}, content_bytes_max);
  if (!text) return text.error();
  boost::system::error_code wrong;
  auto members = boost::json::parse(*text, wrong);
  if (wrong || !members.is_object()) return Fault{FaultKind::parse_error, {"应答不是 JSON", "the answer is no JSON"}};
  for (auto& member : members.get_object()) content[member.key()] = std::move(member.value());
  return {};
}

// A file of the answer: its pieces one after the other.
std::string put_together(object const& file, boost::json::array const& shared) {
  std::string bytes;
  for (auto const& each : file.at("pieces").as_array()) {
    auto const& piece = each.as_object();
    if (auto const* text = piece.if_contains("text")) {
      bytes += text->as_string();
    } else if (auto const* index = piece.if_contains("shared")) {
      bytes += shared.at(index->to_number<std::size_t>()).as_string();
    } else {
      auto const decoded = ledger::from_base64(piece.at("base64").as_string());
      if (decoded) bytes.append(decoded->begin(), decoded->end());
    }
  }
  return bytes;
}

// The answer's documents and originals, as files of the pack.
std::vector<packs::PackFile> files_in(object const& content) {
  std::vector<packs::PackFile> files;
  for (auto const& each : content.at("files").as_array()) {
    auto const& file = each.as_object();
    files.push_back(
        {text_of(file, "path"), text_of(file, "sha256"), put_together(file, content.at("shared").as_array())});
  }
  for (auto const& each : content.at("exhibits").as_array()) {
    auto const& file = each.as_object();
    files.push_back(
        {text_of(file, "path"), text_of(file, "sha256"), std::nullopt, file.at("size").to_number<std::int64_t>()});
  }
  return files;
}

// A download that failed keeps the exit code it stands for, whatever the writing makes of it.
CallOutcome write_zip(Target const& target, object const& content, packs::ZipWriter& zip) {
  auto files = files_in(content);
  Progress progress{"files", static_cast<std::int64_t>(files.size())};
  std::optional<CallOutcome> broken_off;
  auto const fetch = [&](std::string const& sha256, packs::TakePiece const& take) -> Result<void> {
    bool stopped = false;
    auto outcome = download_blob(target, sha256, [&](ledger::Bytes bytes) {
      stopped = !take(bytes);
      return !stopped;
    });
    if (outcome.exit == Exit::ok || stopped) return {};
    broken_off = std::move(outcome);
    return Fault{FaultKind::internal, {"下载证据原件失败", "an original could not be fetched"}};
  };
  auto const written = packs::write_pack(zip, text_of(content, "name"), std::move(files), fetch,
                                         [&](std::int64_t done) { progress.at(done); });
  if (written) return {};
  return broken_off ? *std::move(broken_off) : failed(written.error());
}

}  // namespace

Exit pack_create(Common const& common, PackOptions const& options) {
  // ZIP keeps times as the clock on the wall shows them; the same pack must not depend on whose wall.
  ::setenv("TZ", "UTC", 1);
  ::tzset();
  auto answered = RpcClient{common.target}.call(
      "pack.create",
      {{"case_id", options.case_id}, {"withhold", boost::json::value_from(options.withhold)}, {"squeezed", true}});
  if (answered.exit != Exit::ok) return report(answered, common.json);
  auto& content = answered.result.as_object();
  if (auto const unpacked = unpack_answer(content); !unpacked) return report(failed(unpacked.error()), common.json);
  auto const time = parse_rfc3339(text_of(content, "time"));
  if (!time) return report(failed(time.error()), common.json);
  auto zip = packs::ZipWriter::begin(options.file, *time);
  if (!zip) return report(failed(zip.error()), common.json);
  auto outcome = write_zip(common.target, content, *zip);
  if (outcome.exit == Exit::ok)
    outcome.result = object{{"file", options.file},
                            {"case_id", options.case_id},
                            {"documents", content.at("files").as_array().size()},
                            {"originals", content.at("exhibits").as_array().size()}};
  return report(outcome, common.json);
}

Exit pack_verify(std::string const& file, std::string const& vkey, bool json) {
  std::optional<ledger::VerifierKey> pinned;
  if (!vkey.empty()) {
    auto const key = ledger::VerifierKey::parse(vkey);
    if (!key) {
      std::cerr << key.error().says.zh << "\n" << key.error().says.en << "\n";
      return Exit::usage;
    }
    pinned = *key;
  }
  auto const opened = packs::open_pack(file);
  if (!opened && opened.error().kind == FaultKind::not_found) {
    std::cerr << opened.error().says.zh << "\n" << opened.error().says.en << "\n";
    return Exit::not_found;
  }
  auto const checked = opened ? packs::check_pack(*opened, pinned) : packs::unopened(opened.error());
  auto const rules = checked.ok() ? packs::run_rules(*opened) : std::vector<packs::EntryRules>{};
  bool const ok = checked.ok() && packs::all_hold(rules);
  if (json) {
    auto told = to_json(checked);
    told["ok"] = ok;
    if (checked.ok()) told.emplace("rules", to_json(rules));
    print_json(told, true);
  } else {
    for (auto const& step : checked.steps)
      std::cout << fmt::format("{:<12} {:<10} {}{} / {}\n", name_of(step.step), ledger::name_of(step.outcome),
                               step.file.empty() ? "" : step.file + "  ", step.says.zh, step.says.en);
    for (auto const& each : rules)
      std::cout << fmt::format("{:<12} {:<10} {}  {} / {}\n", "rules", api::name_of(each.rules.outcome), each.file,
                               each.rules.says.zh, each.rules.says.en);
    if (ok)
      std::cout << fmt::format(
          "\n案件 {}：{} 条记录，{} 件证物（{} 件只留哈希）\ncase {}: {} entries, {} exhibits ({} by hash only)\n",
          checked.case_id, checked.entries, checked.exhibits, checked.withheld, checked.case_id, checked.entries,
          checked.exhibits, checked.withheld);
    if (checked.ok() && !checked.pinned)
      std::cout << fmt::format(
          "公钥取自包内，请与别处得到的核对：\nthe key is the pack's own; compare it with one you got "
          "elsewhere:\n{}\n",
          checked.vkey);
  }
  return ok ? Exit::ok : Exit::verification_failed;
}

}  // namespace redress::cli
