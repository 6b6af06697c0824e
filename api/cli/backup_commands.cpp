// Backups: make one of a store, whether a server runs on it or not, and restore one.
#include "api/backup/erasures_copy.hpp"
#include "api/backup/restore.hpp"
#include "api/cli/commands.hpp"
#include "api/cli/output.hpp"
#include "storage/common/file.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iostream>
#include <iterator>

namespace redress::cli {
namespace {

namespace fs = std::filesystem;

Exit exit_of(Fault const& fault) {
  switch (fault.kind) {
    case FaultKind::not_found:
      return Exit::not_found;
    case FaultKind::invalid_params:
      return Exit::usage;
    case FaultKind::ledger_broken:
    case FaultKind::parse_error:
      return Exit::verification_failed;
    default:
      return Exit::failed;
  }
}

std::string first_line(fs::path const& file) {
  std::ifstream in{file};
  std::string line;
  std::getline(in, line);
  return line;
}

// The server made it on this machine, beside its store: give it the place that was asked for.
Exit bring(CallOutcome outcome, BackupOptions const& options, bool json) {
  if (outcome.exit != Exit::ok || options.output.empty()) return report(outcome, json);
  auto& result = outcome.result.as_object();
  fs::path const made{std::string_view(result.at("folder").as_string())};
  if (options.with_keys)
    for (auto const* name : api::key_files) {
      std::error_code error;
      fs::create_directory(made / "keys", error);
      fs::permissions(made / "keys", fs::perms::owner_all, error);
      fs::copy_file(fs::path(options.data_dir) / name, made / "keys" / name, error);
      if (error)
        return tell_fault(storage::file_fault("无法复制密钥", "cannot copy the key", name, error.value()),
                          Exit::failed);
    }
  std::error_code error;
  if (fs::exists(options.output, error))
    return tell_fault(invalid_params(options.output, "该位置已有文件或文件夹；备份留在 " + made.string(),
                                     "there is something at that place already; the backup stays at " + made.string()),
                      Exit::usage);
  fs::rename(made, options.output, error);
  if (error)
    return tell_fault(
        {FaultKind::internal,
         {fmt::format("备份已制作于 {}，但无法移到 {}：{}", made.string(), options.output, error.message()),
          fmt::format("the backup was made at {} and cannot be moved to {}: {}", made.string(), options.output,
                      error.message())}},
        Exit::partly);
  result["folder"] = fs::absolute(options.output).string();
  return report(outcome, json);
}

Exit make_here(storage::SqliteStore& store, BackupOptions const& options, bool json) {
  api::SystemClock const clock;
  auto const now = clock.now();
  fs::path folder = options.output;
  if (folder.empty()) {
    auto const backups = fs::path(options.data_dir) / "backups";
    if (auto const made = storage::make_private_folder(backups); !made) return tell_fault(made.error(), Exit::failed);
    folder = backups / fmt::format("{}", now.ms);
  }
  Bars bars;
  auto const manifest = api::make_backup(store, {.data_dir = options.data_dir,
                                                 .folder = folder,
                                                 .now = now,
                                                 .with_keys = options.with_keys,
                                                 .on_progress = bars.follow()});
  if (!manifest) return tell_fault(manifest.error(), exit_of(manifest.error()));
  auto result = to_json(*manifest);
  result.emplace("folder", fs::absolute(folder).string());
  print_json(result, json);
  return Exit::ok;
}

}  // namespace

Exit backup(Common const& common, BackupOptions const& options) {
  if (options.data_dir.empty()) {
    if (!options.output.empty() || options.with_keys)
      return tell_fault(invalid_params("--data", "-o 与 --with-keys 需要 --data（服务所在的数据目录）",
                                       "-o and --with-keys want --data, the folder the server runs on"),
                        Exit::usage);
    return report(RpcClient{common.target}.call("backup.create", {}), common.json);
  }
  fs::path const dir = options.data_dir;
  if (!fs::exists(dir / "redress.db"))
    return tell_fault(
        {FaultKind::not_found, {"没有这个数据目录", "there is no store in this folder"}, options.data_dir},
        Exit::not_found);
  auto store = storage::SqliteStore::open(dir, {.check_last_entry = false});
  if (store) return make_here(**store, options, common.json);
  auto outcome = RpcClient{{first_line(dir / "server.url"), first_line(dir / "admin.token")}}.call("backup.create", {});
  if (outcome.exit == Exit::unreachable) return tell_fault(store.error(), Exit::failed);
  return bring(std::move(outcome), options, common.json);
}

Exit restore(RestoreOptions const& options, bool json) {
  api::RestoreOrder order{.backup = options.backup,
                          .data_dir = options.data_dir,
                          .keys = options.keys,
                          .erasures = options.erasures,
                          .reason = options.reason};
  if (!options.checkpoint.empty()) {
    std::ifstream in{options.checkpoint};
    if (!in)
      return tell_fault({FaultKind::not_found, {"无法读取检查点", "cannot read the checkpoint"}, options.checkpoint},
                        Exit::not_found);
    order.known_checkpoint.emplace(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  api::SystemClock const clock;
  api::SystemEntropy entropy;
  api::Ids ids{clock, entropy};
  Bars bars;
  order.on_progress = bars.follow();
  auto const restored = api::restore_backup(order, clock, ids);
  if (!restored) return tell_fault(restored.error(), exit_of(restored.error()));
  print_json(to_json(*restored), json);
  if (!restored->because.empty())
    std::cerr << fmt::format(
        "总账以新名称 {} 继续（新纪元：{}）\nthe ledger goes on under the new name {} (a new epoch: {})\n",
        restored->origin, restored->because, restored->origin, restored->because);
  if (restored->words_closed > 0)
    std::cerr << fmt::format(
        "{0} 条个人信息文字无法读取：请把 personal.key 放入 {1}，否则服务不会启动\n"
        "{0} texts about persons cannot be read: put personal.key into {1}, or no server starts on it\n",
        restored->words_closed, options.data_dir);
  if (options.erasures.empty())
    std::cerr << fmt::format(
        "抹除清单有 {0} 条，首次启动时将再次抹除；备份之后的抹除须以 --erasures 带入最新的 erasures.log\n"
        "{0} erasures are listed and made again at the first start; those later than the backup need the newest "
        "erasures.log (--erasures)\n",
        restored->erasures);
  return Exit::ok;
}

}  // namespace redress::cli
