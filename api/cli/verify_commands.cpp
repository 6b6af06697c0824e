// Whole stores: verify one, and derive its tables again from its entries.
#include "api/audit/verify_call.hpp"
#include "api/cli/commands.hpp"
#include "api/cli/date_policy.hpp"
#include "api/cli/output.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

namespace redress::cli {
namespace {

constexpr std::size_t differences_shown = 1000;

// Damaged stores are opened as well: what is wrong with them is what is asked. Nothing is made where there is nothing.
Result<std::unique_ptr<storage::SqliteStore>> open_store(std::string const& data_dir) {
  if (!std::filesystem::exists(std::filesystem::path(data_dir) / "redress.db"))
    return Fault{FaultKind::not_found, {"没有这个数据目录", "there is no store in this folder"}, data_dir};
  return storage::SqliteStore::open(data_dir, {.check_last_entry = false, .words_may_stay_closed = true});
}

Exit exit_of(Fault const& fault) { return fault.kind == FaultKind::not_found ? Exit::not_found : Exit::failed; }

void say(api::VerifyReport const& report) {
  for (auto const& finding : report.findings) std::cerr << finding.says.zh << "\n" << finding.says.en << "\n";
  if (report.words_closed > 0)
    std::cerr << fmt::format(
        "注意：缺少 personal.key，{0} 条文字未能与承诺值核对\n"
        "note: personal.key is missing, {0} texts could not be held against their commitments\n",
        report.words_closed);
  std::string unproven;
  for (auto const& [what, says] : api::not_rederived())
    unproven += fmt::format("{}{}", unproven.empty() ? "" : "; ", what);
  std::cerr << fmt::format("以下内容不由记录推出，未核对：{0}\nnot told by entries, so not compared: {0}\n", unproven);
  for (std::size_t i = 0; i < std::min<std::size_t>(report.warnings.size(), 10); ++i)
    std::cerr << "注意：" << report.warnings[i].says.zh << "\nnote: " << report.warnings[i].says.en << "\n";
  if (report.warnings.size() > 10) std::cerr << fmt::format("... {} in all\n", report.warnings.size());
}

Exit ask_server(Common const& common) {
  auto const outcome = RpcClient{common.target}.call("audit.verify", {});
  auto const exit = report(outcome, common.json);
  if (exit != Exit::ok) return exit;
  return outcome.result.at("ok").as_bool() ? Exit::ok : Exit::verification_failed;
}

}  // namespace

Exit audit_verify(Common const& common, VerifyOptions const& options) {
  if (options.data_dir.empty()) return ask_server(common);
  api::VerifyOrder order{.data_dir = options.data_dir, .keys = api::verifiers_in(options.data_dir)};
  if (!options.vkey.empty()) {
    auto const key = ledger::VerifierKey::parse(options.vkey);
    if (!key) return tell_fault(key.error(), Exit::usage);
    order.keys = {*key};
  }
  if (auto const exit =
          read_date_policy(options.witnesses, options.witnesses_needed, options.stamp_certificates, order.dates))
    return *exit;
  if (!options.checkpoint.empty()) {
    std::ifstream in{options.checkpoint};
    if (!in)
      return tell_fault({FaultKind::not_found, {"无法读取检查点", "cannot read the checkpoint"}, options.checkpoint},
                        Exit::not_found);
    order.checkpoint.emplace(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  auto store = open_store(options.data_dir);
  if (!store) return tell_fault(store.error(), exit_of(store.error()));
  api::VerifyReport report;
  {
    Bars bars;
    order.on_progress = bars.follow();
    report = api::verify_store(**store, order);
  }
  print_json(to_json(report), common.json);
  say(report);
  return report.ok() ? Exit::ok : Exit::verification_failed;
}

Exit rebuild(RebuildOptions const& options, bool json) {
  auto store = open_store(options.data_dir);
  if (!store) return tell_fault(store.error(), exit_of(store.error()));
  api::VerifyOrder order{.data_dir = options.data_dir,
                         .keys = api::verifiers_in(options.data_dir),
                         .blobs = false,
                         .findings_max = differences_shown};
  api::VerifyReport report;
  {
    Bars bars;
    order.on_progress = bars.follow();
    report = api::verify_store(**store, order);
  }
  print_json(to_json(report), json);
  say(report);
  return report.ok() ? Exit::ok : Exit::verification_failed;
}

}  // namespace redress::cli
