#include "api/audit/verify_run.hpp"

#include "api/audit/known_notes.hpp"
#include "api/audit/office_tables.hpp"
#include "engine/ledger/rulebook_text.hpp"
#include "storage/blobs/blob_inventory.hpp"
#include "storage/tlog/dated_reading.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <deque>
#include <future>

namespace redress::api {
namespace {

using audit::Finding;

constexpr std::size_t batch_entries = 64;
constexpr std::string_view last_note_setting = "ledger.last_checkpoint";

using Batch = std::vector<audit::EntryRow>;
using Readings = std::vector<audit::EntryReading>;

Batch next_batch(audit::StoreRows& rows) {
  Batch batch;
  batch.reserve(batch_entries);
  while (batch.size() < batch_entries) {
    auto row = rows.next_entry();
    if (!row) break;
    batch.push_back(std::move(*row));
  }
  return batch;
}

Readings read_batch(Batch const& batch) {
  Readings readings;
  readings.reserve(batch.size());
  for (auto const& row : batch) readings.push_back(audit::read_entry(row));
  return readings;
}

// Whom every entry is told to, in order.
struct Walkers {
  audit::LedgerWalk& walk;
  OfficeTables& office;

  void take(Readings const& readings) {
    for (auto const& reading : readings) {
      if (reading.finding) throw audit::Found{*reading.finding};
      walk.take(*reading.entry);
      office.take(*reading.entry);
    }
  }
};

Finding of_disk(Fault const& fault) {
  return {.what = "unreadable",
          .says = {"存储无法读取：" + fault.says.zh, "the store cannot be read: " + fault.says.en}};
}

// Every note there is binds the ledger, each at its size.
void add_notes(audit::StoreRows& rows, VerifyOrder const& order, KnownNotes& notes) {
  if (auto const kept = rows.setting(last_note_setting)) notes.add(*kept);
  if (order.checkpoint) notes.add(*order.checkpoint);
  for (auto const& each : storage::read_dated(order.data_dir / "tlog")) notes.add(each.note, each.stamp);
}

// Texts of rulebooks are kept by digest; a text that was changed has another.
void check_rulebooks(audit::StoreRows& rows, std::set<std::string> const& digests) {
  for (auto const& digest : digests) {
    auto const name = fmt::format("rulebook.{}", digest);
    auto const kept = rows.setting(name);
    if (!kept) continue;
    std::vector<ledger::RulebookText> texts;
    boost::system::error_code failed;
    auto const list = boost::json::parse(*kept, failed);
    if (auto const* array = list.if_array(); !failed && array)
      for (auto const& each : *array)
        if (auto const* text = each.if_object())
          texts.push_back({std::string(audit::text_in(*text, "name")), std::string(audit::text_in(*text, "text"))});
    if (auto const actual = ledger::rulebook_digest(texts); actual != digest)
      throw audit::Found{audit::row_differs("settings", name, "value", digest, actual)};
  }
}

void check_blobs(VerifyOrder const& order, audit::Comparison const& comparison, VerifyReport& report) {
  auto missing = comparison.files();
  auto const add = [&](Finding finding) {
    ++report.differences;
    if (report.findings.size() < order.findings_max) report.findings.push_back(std::move(finding));
    return report.findings.size() < order.findings_max;
  };
  auto const walked = storage::each_blob(order.data_dir, [&](storage::BlobSeen const& seen) {
    ++report.blobs;
    report.blob_bytes += seen.size_bytes;
    if (order.on_progress)
      order.on_progress("files", report.blobs, static_cast<std::int64_t>(comparison.files().size()));
    auto const named = missing.find(seen.name);
    if (!seen.is_itself()) {
      Finding finding{.what = "blob_differs", .blob = seen.name, .expected = seen.name, .actual = seen.sha256};
      finding.row = named == missing.end() ? "" : named->second;
      finding.says = {
          fmt::format("证据文件 {} 的内容与名称不符（实为 {}）", seen.name, seen.sha256),
          fmt::format("the file {} does not hold the bytes it is named by (they hash to {})", seen.name, seen.sha256)};
      if (named != missing.end()) missing.erase(named);
      return add(std::move(finding));
    }
    if (named != missing.end())
      missing.erase(named);
    else if (!comparison.files().contains(seen.name))
      report.warnings.push_back({.what = "blob_unattached",
                                 .blob = seen.name,
                                 .says = {fmt::format("文件 {} 已上传，但不属于任何案件", seen.name),
                                          fmt::format("the file {} was uploaded, and no case has it", seen.name)}});
    return true;
  });
  if (!walked) add(of_disk(walked.error()));
  for (auto const& [sha256, evidence] : missing)
    if (!add({.what = "blob_missing",
              .table = "evidence",
              .row = evidence,
              .blob = sha256,
              .says = {fmt::format("证据 {} 的文件 {} 不见了", evidence, sha256),
                       fmt::format("the file {} of evidence {} is not there", sha256, evidence)}}))
      return;
}

// In parallel where it pays. Throws audit::Found.
void walk_entries(audit::StoreRows& rows, Walkers walkers, unsigned threads, VerifyProgress const& on_progress) {
  auto const total = on_progress ? rows.ledger_size() : 0;
  std::deque<std::future<Readings>> ahead;
  auto const take_oldest = [&] {
    auto const readings = ahead.front().get();
    ahead.pop_front();
    walkers.take(readings);
    if (on_progress) on_progress("entries", walkers.walk.entries(), total);
  };
  for (auto batch = next_batch(rows); !batch.empty(); batch = next_batch(rows)) {
    if (threads < 2) {
      walkers.take(read_batch(batch));
      if (on_progress) on_progress("entries", walkers.walk.entries(), total);
      continue;
    }
    ahead.push_back(std::async(std::launch::async, [batch = std::move(batch)] { return read_batch(batch); }));
    if (ahead.size() >= threads) take_oldest();
  }
  while (!ahead.empty()) take_oldest();
}

class Verification {
 public:
  Verification(VerifyOrder const& order, VerifyReport& report, OfficeTables& office)
      : order_(order), report_(report), office_(office) {}

  void run(audit::StoreRows& rows) {
    KnownNotes notes(order_.keys, order_.dates);
    add_notes(rows, order_, notes);
    report_.signed_size = notes.largest_size();
    report_.dated_checkpoints = notes.dated();
    report_.dates_believed = notes.dates_believed();
    audit::Comparison comparison(rows, order_.findings_max, order_.findings_max == 1);
    audit::LedgerWalk walk(comparison, notes.heads());
    try {
      walk_entries(rows, {walk, office_}, order_.threads, order_.on_progress);
      walk.finish();
      report_.signature_checked = notes.prove(walk.key_changes());
      check_rulebooks(rows, walk.rulebooks());
      report_.root = ledger::base64(walk.root());
    } catch (audit::Found const& found) {
      note(walk, comparison);
      if (report_.findings.empty() || order_.findings_max > 1) report_.findings.push_back(found.finding);
      report_.differences = std::max<std::int64_t>(report_.differences, 1);
      return;
    }
    note(walk, comparison);
    for (auto& finding : office_.compare(rows)) {
      ++report_.differences;
      if (report_.findings.size() < order_.findings_max) report_.findings.push_back(std::move(finding));
    }
    report_.tables["tokens"] = {office_.tokens(), 5 * office_.tokens()};
    report_.tables["users"] = {office_.users(), UserTable::columns * office_.users()};
    report_.tables["second_factors"] = {office_.factors(), SecondFactorTable::columns * office_.factors()};
    if (order_.blobs && report_.findings.size() < order_.findings_max) check_blobs(order_, comparison, report_);
  }

 private:
  void note(audit::LedgerWalk const& walk, audit::Comparison const& comparison) {
    report_.entries = walk.entries();
    report_.cases = walk.cases();
    report_.tables = comparison.tables();
    report_.untold = walk.untold();
    report_.words_closed = comparison.words_closed() + office_.factors_closed();
    report_.words_erased = comparison.words_erased();
    // The walk goes on past a wrong time, so these come first: they stand before whatever ended it.
    report_.findings = walk.misdated();
    for (auto const& each : comparison.findings()) report_.findings.push_back(each);
    if (report_.findings.size() > order_.findings_max) report_.findings.resize(order_.findings_max);
    report_.differences = comparison.differences() + walk.misdated_count();
    if (walk.first_back_dated()) report_.warnings.push_back(*walk.first_back_dated());
  }

  VerifyOrder const& order_;
  VerifyReport& report_;
  OfficeTables& office_;
};

}  // namespace

VerifyReport verify_store(storage::SqliteStore& store, VerifyOrder const& order) {
  using clock = std::chrono::steady_clock;
  auto const started = clock::now();
  VerifyReport report;
  try {
    std::vector<TokenRow> tokens;
    std::vector<User> users;
    std::vector<SecondFactor> factors;
    std::int64_t entries = 0;
    store.read([&](StoreReader& reader) {
      tokens = reader.tokens();
      if (auto* const kept = users_of(reader)) users = kept->users();
      if (auto* const kept = second_factors_of(reader)) factors = kept->second_factors();
      entries = reader.ledger_size();
    });
    OfficeTables office(std::move(tokens), std::move(users), std::move(factors), entries);
    store.audit([&](audit::StoreRows& rows) { Verification(order, report, office).run(rows); });
  } catch (audit::Found const& found) {
    report.findings.push_back(found.finding);
  } catch (FaultError const& why) {
    report.findings.push_back(of_disk(why.fault()));
  }
  report.differences = std::max<std::int64_t>(report.differences, std::ssize(report.findings));
  report.milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(clock::now() - started).count();
  return report;
}

std::vector<std::pair<std::string_view, Says>> const& not_rederived() {
  static std::vector<std::pair<std::string_view, Says>> const list{
      {"answers", {"为重试保存的答复原文", "what callers were answered, kept for retries"}},
      {"waybills", {"运单号的带钥标记，记录中只有承诺值", "keyed marks of numbers that entries only commit to"}},
      {"tokens.secret_sha256", {"令牌密文的哈希，不入总账", "hashes of secrets, which no entry holds"}},
      {"tokens.label", {"令牌的备注名", "names people gave their tokens"}},
      {"second_factors.last_step, recovery.used_ms",
       {"用过的最新时间步，及恢复码使用的时刻", "the newest time step taken, and when recovery codes were used"}},
      {"users.display", {"用户的显示名，个人文字", "shown names of users, personal words"}},
      {"hooks",
       {"Webhook 的位置与密钥；设置本身由事务记录载明",
        "where webhooks stand, and their secrets; office entries tell what was set"}},
      {"hook_deliveries", {"Webhook 的投递流水", "bookkeeping of what webhooks were told"}},
      {"sessions", {"控制台会话，随用随生", "sessions of the console, begun and ended by use"}},
      {"settings.rulebooks.in_force",
       {"手册启用的流水，由事务记录另行载明", "a journal of activations; office entries tell of them"}},
      {"settings.rulebooks.recount", {"待重算时限的案件", "cases whose deadlines wait to be counted again"}},
      {"settings.automation.*.journal", {"自动化开关的流水与理由", "the journal of switches, with reasons in words"}},
      {"persons, person_keys", {"被包裹的密钥与个人状态", "wrapped keys and standing of persons"}},
      {"outbox: deadline_reminder, send_staged", {"执行器的计划", "plans of the runner"}},
      {"outbox.attempts, delivered_ms, last_failure", {"投递流水", "bookkeeping of deliveries"}},
      {"pictures, picture_parts", {"图片特征，可由文件重做", "how pictures look; made anew from the files"}},
      {"evidence.note", {"证据备注，个人文字", "notes on evidence, personal words"}},
  };
  return list;
}

boost::json::object to_json(VerifyReport const& report) {
  boost::json::object json{{"ok", report.ok()}, {"entries", report.entries}, {"cases", report.cases}};
  if (!report.ok()) json.emplace("first_bad", audit::to_json(report.findings.front()));
  if (report.findings.size() > 1 || report.differences > 1) {
    boost::json::array all;
    for (auto const& finding : report.findings) all.push_back(audit::to_json(finding));
    json.emplace("findings", std::move(all));
    json.emplace("differences", report.differences);
  }
  if (!report.root.empty()) json.emplace("root", report.root);
  if (report.signed_size) json.emplace("signed_size", *report.signed_size);
  json.emplace("signature_checked", report.signature_checked);
  if (report.dated_checkpoints > 0)
    json.emplace("dated_checkpoints",
                 boost::json::object{{"count", report.dated_checkpoints}, {"believed", report.dates_believed}});
  boost::json::object tables;
  for (auto const& [name, count] : report.tables)
    tables.emplace(name, boost::json::object{{"rows", count.rows}, {"columns", count.columns}});
  json.emplace("tables", std::move(tables));
  if (!report.untold.empty()) json.emplace("untold", boost::json::value_from(report.untold));
  if (report.words_closed > 0) json.emplace("words_closed", report.words_closed);
  if (report.words_erased > 0) json.emplace("words_erased", report.words_erased);
  boost::json::array unproven;
  for (auto const& [what, says] : not_rederived())
    unproven.push_back(boost::json::object{{"what", what}, {"says", to_json(says)}});
  json.emplace("not_rederived", std::move(unproven));
  json.emplace("blobs", report.blobs);
  json.emplace("blob_bytes", report.blob_bytes);
  boost::json::array warnings;
  for (auto const& warning : report.warnings) {
    if (warnings.size() >= 100) break;
    warnings.push_back(audit::to_json(warning));
  }
  if (!report.warnings.empty()) {
    json.emplace("warnings", std::move(warnings));
    json.emplace("warnings_count", report.warnings.size());
  }
  json.emplace("milliseconds", report.milliseconds);
  return json;
}

}  // namespace redress::api
