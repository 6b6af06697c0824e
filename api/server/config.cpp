#include "api/server/config.hpp"

#define TOML_EXCEPTIONS 0
#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <iterator>
#include <type_traits>

namespace redress::api {
namespace {

constexpr std::string_view known =
    "checkpoint_every_s, console, data, evidence, limits, listen, rulebooks, sandbox, signed_memory, stamps, "
    "webhooks, witness";

std::string place(toml::source_region const& where) {
  return fmt::format("line {}, column {}", where.begin.line, where.begin.column);
}

Fault mistyped(toml::node const& node, std::string_view name, std::string_view wanted) {
  return invalid_params(place(node.source()), fmt::format("{} 须为 {}", name, wanted),
                        fmt::format("{} must be a {}", name, wanted));
}

// Takes the members of a table one after the other; the first that is wrong is the Fault.
class Section {
 public:
  Section(toml::node const& node, std::string_view name) : table_(node.as_table()), name_(name) {
    if (!table_) fault_ = mistyped(node, name, "table");
  }
  std::string text(std::string_view name, bool required) {
    auto const* const node = find(name, required);
    auto const value = node ? node->value<std::string>() : std::nullopt;
    if (node && !value && !fault_) fault_ = mistyped(*node, path(name), "string");
    return value.value_or("");
  }
  std::optional<std::int64_t> positive(std::string_view name) {
    auto const* const node = find(name, false);
    auto const value = node ? node->value<std::int64_t>() : std::nullopt;
    if (node && (!value || *value < 1) && !fault_) fault_ = mistyped(*node, path(name), "positive integer");
    return value;
  }
  std::optional<bool> flag(std::string_view name) {
    auto const* const node = find(name, false);
    auto const value = node ? node->value<bool>() : std::nullopt;
    if (node && !value && !fault_) fault_ = mistyped(*node, path(name), "boolean");
    return value;
  }
  std::vector<std::string> texts(std::string_view name) {
    std::vector<std::string> all;
    auto const* const node = find(name, false);
    auto const* const list = node ? node->as_array() : nullptr;
    if (node && !list && !fault_) fault_ = mistyped(*node, path(name), "list of strings");
    for (std::size_t i = 0; list && i < list->size(); ++i) {
      auto const text = list->get(i)->value_exact<std::string>();
      if (!text && !fault_) fault_ = mistyped(*list->get(i), path(name), "list of strings");
      all.push_back(text.value_or(""));
    }
    return all;
  }
  std::optional<Fault> finish() {
    if (table_ && !fault_)
      for (auto const& [key, node] : *table_)
        if (std::ranges::find(taken_, key.str()) == taken_.end())
          fault_ = invalid_params(place(node.source()), fmt::format("没有配置项“{}”", path(key.str())),
                                  fmt::format("there is no setting \"{}\"", path(key.str())));
    return fault_;
  }
  std::string where() const { return table_ ? place(table_->source()) : std::string{}; }

 private:
  std::string path(std::string_view name) const { return fmt::format("{}.{}", name_, name); }
  toml::node const* find(std::string_view name, bool required) {
    taken_.push_back(name);
    auto const* const node = table_ ? table_->get(name) : nullptr;
    if (!node && required && !fault_)
      fault_ = invalid_params(where(), fmt::format("缺少 {}", path(name)), fmt::format("{} is missing", path(name)));
    return node;
  }

  toml::table const* table_;
  std::string_view name_;
  std::vector<std::string_view> taken_ = {};
  std::optional<Fault> fault_ = {};
};

Result<void> read_witnesses(toml::node const& node, std::vector<WitnessOptions>& into) {
  auto const* const list = node.as_array();
  if (!list) return mistyped(node, "witness", "array of tables, [[witness]]");
  for (auto const& item : *list) {
    Section section{item, "witness"};
    auto const url = section.text("url", true);
    auto const vkey = section.text("vkey", true);
    if (auto const fault = section.finish()) return *fault;
    auto const key = ledger::VerifierKey::parse(vkey, ledger::KeyType::cosignature);
    if (!key) return Fault{key.error().kind, key.error().says, section.where()};
    into.push_back({url, *key});
  }
  return {};
}

Result<void> read_stamps(toml::node const& node, std::optional<StampOptions>& into) {
  Section section{node, "stamps"};
  StampOptions stamps{.url = section.text("url", true)};
  auto const certificates = section.text("certificates", false);
  if (auto const hours = section.positive("every_h")) stamps.every_s = *hours * 60 * 60;
  if (auto const fault = section.finish()) return *fault;
  if (!certificates.empty()) {
    std::ifstream in{certificates};
    stamps.certificates_pem.assign(std::istreambuf_iterator<char>(in), {});
    if (stamps.certificates_pem.empty())
      return invalid_params(section.where(), fmt::format("无法读取 {}", certificates),
                            fmt::format("cannot read {}", certificates));
  }
  into = std::move(stamps);
  return {};
}

// Sizes are told in MiB and megapixels; what a configuration leaves out keeps its default.
Result<void> read_evidence_limits(toml::node const& node, AppOptions& into) {
  constexpr std::int64_t mib = 1024 * 1024;
  constexpr std::int64_t million = 1'000'000;
  struct {
    std::string_view name;
    std::int64_t unit;
    std::int64_t& value;
  } const settings[] = {
      {"file_mib", mib, into.file_bytes_max},
      {"picture_megapixels", million, into.picture_pixels_max},
      {"case_files", 1, into.evidence.files},
      {"case_mib", mib, into.evidence.bytes},
      {"token_files_a_day", 1, into.uploads.token_a_day.files},
      {"token_mib_a_day", mib, into.uploads.token_a_day.bytes},
      {"shop_files_a_day", 1, into.uploads.shop_a_day.files},
      {"shop_mib_a_day", mib, into.uploads.shop_a_day.bytes},
  };
  constexpr std::int64_t most = 1'000'000'000;
  Section section{node, "evidence"};
  for (auto const& setting : settings) {
    auto const value = section.positive(setting.name);
    if (value && *value > most)
      return invalid_params(section.where(), fmt::format("evidence.{} 最大为 {}", setting.name, most),
                            fmt::format("evidence.{} is {} at most", setting.name, most));
    if (value) setting.value = *value * setting.unit;
  }
  if (auto const fault = section.finish()) return *fault;
  return {};
}

// Units are in the names; what a configuration leaves out keeps its default (docs/limits.md).
Result<void> read_limits(toml::node const& node, AppOptions& into) {
  constexpr std::int64_t kib = 1024;
  constexpr std::int64_t mib = 1024 * kib;
  constexpr std::int64_t thousand = 1000;
  auto const put = [](auto& value, std::int64_t unit = 1) {
    return [&value, unit](std::int64_t told) {
      value = static_cast<std::remove_reference_t<decltype(value)>>(told * unit);
    };
  };
  struct {
    std::string_view name;
    std::int64_t most;
    std::function<void(std::int64_t)> put;
  } const settings[] = {
      {"connections", 100'000, put(into.wire.connections)},
      {"connections_per_address", 100'000, put(into.wire.connections_per_address)},
      {"head_kib", 64, put(into.wire.head.head_bytes, kib)},
      {"target_kib", 64, put(into.wire.head.target_bytes, kib)},
      {"fields", 1000, put(into.wire.head.fields)},
      {"json_body_kib", 64 * kib, put(into.wire.json_body_bytes, kib)},
      {"header_s", 3600, put(into.wire.header_ms, thousand)},
      {"pace_window_s", 3600, put(into.wire.pace_window_ms, thousand)},
      {"pace_bytes_per_s", mib, put(into.wire.pace_bytes_per_s)},
      {"idle_s", 86'400, put(into.wire.idle_ms, thousand)},
      {"stop_grace_s", 3600, put(into.wire.stop_grace_ms, thousand)},
      {"websocket_message_kib", 64 * kib, put(into.wire.websocket_message_bytes, kib)},
      {"websocket_calls", 100'000, put(into.wire.websocket_calls_in_flight)},
      {"websocket_queue_mib", kib, put(into.wire.websocket_queue_bytes, mib)},
      {"websocket_queue_messages", 1'000'000, put(into.wire.websocket_queue_messages)},
      {"websocket_ping_s", 3600, put(into.wire.websocket_ping_ms, thousand)},
      {"batch_calls", 10'000, put(into.dispatch.batch_calls)},
      {"response_mib", kib, put(into.dispatch.response_bytes, mib)},
      {"commands_per_shop", 1'000'000, put(into.queue.commands_per_shop)},
  };
  Section section{node, "limits"};
  for (auto const& setting : settings) {
    auto const value = section.positive(setting.name);
    if (value && *value > setting.most)
      return invalid_params(section.where(), fmt::format("limits.{} 最大为 {}", setting.name, setting.most),
                            fmt::format("limits.{} is {} at most", setting.name, setting.most));
    if (value) setting.put(*value);
  }
  if (auto const counted = section.flag("count_loopback_per_address")) into.wire.count_loopback_per_address = *counted;
  if (auto const fault = section.finish()) return *fault;
  return {};
}

Result<void> read_console(toml::node const& node, ConsoleOptions& into) {
  constexpr std::int64_t day_minutes = 1440;
  constexpr std::int64_t week_hours = 168;
  Section section{node, "console"};
  if (auto const tls = section.flag("tls_in_front")) into.tls_in_front = *tls;
  auto const idle_min = section.positive("idle_min");
  auto const session_h = section.positive("session_h");
  if ((idle_min && *idle_min > day_minutes) || (session_h && *session_h > week_hours))
    return invalid_params(section.where(),
                          fmt::format("console.idle_min 最大为 {}，session_h 最大为 {}", day_minutes, week_hours),
                          fmt::format("console.idle_min is {} at most, session_h {}", day_minutes, week_hours));
  auto const roles = roles_from(section.texts("second_factor"), section.where());
  if (!roles) return roles.error();
  if (!roles->empty()) into.second_factor = *roles;
  if (idle_min) into.sessions.idle_ms = *idle_min * minute_ms;
  if (session_h) into.sessions.absolute_ms = *session_h * hour_ms;
  if (auto const fault = section.finish()) return *fault;
  return {};
}

Result<void> read_webhooks(toml::node const& node, webhooks::GuardOptions& into) {
  constexpr std::int64_t highest_port = 65'535;
  auto const* const table = node.as_table();
  if (!table) return mistyped(node, "webhooks", "table");
  for (auto const& [key, value] : *table) {
    std::string_view const name = key.str();
    auto const* const list = value.as_array();
    if (name != "allow" && name != "ports")
      return invalid_params(place(value.source()), fmt::format("没有配置项“webhooks.{}”", name),
                            fmt::format("there is no setting \"webhooks.{}\"", name));
    if (!list) return mistyped(value, fmt::format("webhooks.{}", name), "array");
    if (name == "ports") into.ports.clear();
    for (auto const& item : *list) {
      auto const text = item.value<std::string>();
      auto const port = item.value<std::int64_t>();
      if (name == "allow" && text && item.is_string())
        into.allow.push_back(*text);
      else if (name == "ports" && port && item.is_integer() && *port > 0 && *port <= highest_port)
        into.ports.push_back(static_cast<std::uint16_t>(*port));
      else
        return mistyped(item, fmt::format("webhooks.{}", name), name == "allow" ? "list of strings" : "list of ports");
    }
  }
  if (auto const guard = webhooks::AddressGuard::make(into); !guard)
    return Fault{guard.error().kind, guard.error().says, place(node.source())};
  return {};
}

}  // namespace

Result<std::vector<Role>> roles_from(std::vector<std::string> const& names, std::string const& position) {
  std::vector<Role> roles;
  for (auto const& name : names) {
    auto const role = role_from(name);
    if (!role || *role == Role::runner)
      return invalid_params(
          position, fmt::format("没有角色“{}”（可用：agent、manager、auditor、service、admin）", name),
          fmt::format("there is no role \"{}\" (there are: agent, manager, auditor, service, admin)", name));
    roles.push_back(*role);
  }
  return roles;
}

Result<void> read_config(std::filesystem::path const& file, AppOptions& options) {
  std::ifstream in{file};
  if (!in)
    return Fault{FaultKind::not_found,
                 {fmt::format("无法读取配置 {}", file.string()),
                  fmt::format("cannot read the configuration {}", file.string())}};
  auto const parsed = toml::parse(in, file.string());
  if (!parsed)
    return invalid_params(place(parsed.error().source()),
                          fmt::format("配置不是 TOML：{}", parsed.error().description()),
                          fmt::format("the configuration is no TOML: {}", parsed.error().description()));
  for (auto const& [key, node] : parsed.table()) {
    std::string_view const name = key.str();
    if (name == "data") {
      auto const text = node.value<std::string>();
      if (!text) return mistyped(node, name, "string");
      if (options.data_dir.empty()) options.data_dir = *text;
    } else if (name == "listen") {
      auto const text = node.value<std::string>();
      if (!text) return mistyped(node, name, "string");
      options.listen = *text;
    } else if (name == "rulebooks") {
      auto const text = node.value<std::string>();
      if (!text) return mistyped(node, name, "string");
      if (options.rulebooks.empty()) options.rulebooks = *text;
    } else if (name == "signed_memory") {
      auto const text = node.value<std::string>();
      if (!text) return mistyped(node, name, "string");
      options.publish.signed_memory = *text;
    } else if (name == "checkpoint_every_s") {
      auto const seconds = node.value<std::int64_t>();
      if (!seconds || *seconds < 1 || *seconds > 3600) return mistyped(node, name, "integer from 1 to 3600");
      options.publish.every_s = *seconds;
    } else if (name == "witness") {
      if (auto const read = read_witnesses(node, options.publish.witnesses); !read) return read;
    } else if (name == "stamps") {
      if (auto const read = read_stamps(node, options.publish.stamps); !read) return read;
    } else if (name == "evidence") {
      if (auto const read = read_evidence_limits(node, options); !read) return read;
    } else if (name == "console") {
      if (auto const read = read_console(node, options.console); !read) return read;
    } else if (name == "webhooks") {
      if (auto const read = read_webhooks(node, options.webhooks); !read) return read;
    } else if (name == "limits") {
      if (auto const read = read_limits(node, options); !read) return read;
    } else if (name == "sandbox") {
      auto const flag = node.value<bool>();
      if (!flag) return mistyped(node, name, "boolean");
      options.sandbox = *flag;
    } else {
      return invalid_params(place(node.source()), fmt::format("没有配置项“{}”（可用：{}）", name, known),
                            fmt::format("there is no setting \"{}\" (there are: {})", name, known));
    }
  }
  return {};
}

}  // namespace redress::api
