#include "api/cli/store_line.hpp"

#include <CLI/CLI.hpp>

#include <memory>

namespace redress::cli {
namespace {

struct StoreLine {
  DoctorOptions doctor;
  BackupOptions backup;
  RestoreOptions restore;
  RebuildOptions rebuild;
  bool rebuild_check = false;  // required, so that the name of the command promises no more
};

}  // namespace

void add_store_commands(CLI::App& app, Common const& common, std::function<void(std::function<Exit()>)> const& choose) {
  auto const options = std::make_shared<StoreLine>();
  auto const command = [&](std::string const& name, std::string const& what, std::function<Exit()> run) {
    auto* sub = app.add_subcommand(name, what);
    sub->callback([choose, run = std::move(run)] { choose(run); });
    return sub;
  };
  auto const* url = app.get_option("--url");
  auto* check_up = command("doctor", "what keeps a server from starting or working well 体检", [options, &common, url] {
    options->doctor.url_named = url->count() > 0;
    return doctor(common, options->doctor);
  });
  check_up->add_option("--data", options->doctor.data_dir, "folder of the store, there or to come");
  check_up->add_option("--config", options->doctor.config, "TOML file");
  check_up->add_option("--rulebooks", options->doctor.rulebooks, "folder of rulebooks");
  auto* backed = command("backup", "a whole, verified copy of a store, made while it works 备份",
                         [options, &common] { return cli::backup(common, options->backup); });
  backed->add_option("--data", options->backup.data_dir,
                     "folder of the store; a server may run on it (default: --url)");
  backed->add_option("-o,--output", options->backup.output, "new folder (default: DIR/backups/TIME)");
  backed->add_flag("--with-keys", options->backup.with_keys,
                   "also the signing, pseudonym and personal keys; keep them apart");
  auto* restored = command("restore", "a new store from a backup, proven equal 恢复",
                           [options, &common] { return cli::restore(options->restore, common.json); });
  restored->add_option("BACKUP", options->restore.backup, "folder of the backup")->required();
  restored->add_option("--data", options->restore.data_dir, "new folder of the store")->required();
  restored->add_option("--checkpoint", options->restore.checkpoint, "the newest signed checkpoint you know of");
  restored->add_option("--keys", options->restore.keys, "folder with ledger.key, pseudonym.key and personal.key");
  restored->add_option("--erasures", options->restore.erasures, "folder with the newest erasures.log you have");
  restored->add_option("--reason", options->restore.reason, "why; kept beside the first entry of the new epoch");
  auto* rebuilt = command("rebuild", "derives the tables again from the entries and compares 重建",
                          [options, &common] { return cli::rebuild(options->rebuild, common.json); });
  rebuilt->add_option("--data", options->rebuild.data_dir, "folder of a store no server runs on")->required();
  rebuilt->add_flag("--check", options->rebuild_check, "compares row by row; nothing is written")->required();
}

}  // namespace redress::cli
