#include "engine/cases/change_words.hpp"

#include "engine/cases/fix.hpp"
#include "engine/ledger/hash.hpp"

#include <fmt/format.h>

#include <array>

namespace redress {
namespace {

using What = Lever::What;

std::string written(Lever::Setting const& setting, std::string_view unknown) {
  return setting.value ? boost::json::serialize(to_json(*setting.value)) : std::string(unknown);
}

Says fact_label(std::string_view path) {
  auto const index = fact_index(path);
  if (!index) return {std::string(path), std::string(path)};
  auto const& spec = fact_schema()[*index];
  return {std::string(spec.zh), std::string(spec.en)};
}

Says says_of(Lever const& lever, Lever::Setting const& setting, World const& world) {
  auto const zh_value = written(setting, "（未知）");
  auto const en_value = written(setting, "(unknown)");
  switch (lever.what) {
    case What::evidence: {
      auto const* kind = find_evidence_kind(lever.name);
      return {fmt::format("补充 {} 份 {} {}", setting.pieces, lever.name, kind ? kind->zh : std::string_view{}),
              fmt::format("add {} of {} {}", setting.pieces, lever.name, kind ? kind->en : std::string_view{})};
    }
    case What::fact: {
      auto const label = fact_label(lever.name);
      auto const who = words_for(lever.by);
      return {fmt::format("{}（{}）为 {}，以{}所述为准", label.zh, lever.name, zh_value, who.zh),
              fmt::format("{} ({}) is {}, by the word of the {}", label.en, lever.name, en_value, who.en)};
    }
    case What::param:
      return {
          setting.value ? fmt::format("参数 {} 改为 {}", lever.name, zh_value) : fmt::format("不填参数 {}", lever.name),
          setting.value ? fmt::format("parameter {} becomes {}", lever.name, en_value)
                        : fmt::format("parameter {} is left out", lever.name)};
    case What::message: {
      auto const label = fact_label(lever.name);
      return {fmt::format("改写留言，使{}（{}）为 {}", label.zh, lever.name, zh_value),
              fmt::format("rewrite the message, so that {} ({}) is {}", label.en, lever.name, en_value)};
    }
    case What::attachment: {
      auto const label = fact_label(lever.name);
      return {fmt::format("附上凭证，使{}（{}）为 {}", label.zh, lever.name, zh_value),
              fmt::format("attach proof, so that {} ({}) is {}", label.en, lever.name, en_value)};
    }
    case What::manager:
      return {"由主管操作", "a manager applies the event"};
    case What::event: {
      auto const* event = world.workflow.find_event(lever.name);
      auto const who = words_for(lever.by);
      return {fmt::format("先由{}“{}”（{}）", who.zh, event->zh, lever.name),
              fmt::format("first the {} must {} ({})", who.en, event->en, lever.name)};
    }
  }
  return {};
}

// Another content is another command, so it has another request id.
Fix apply_call(FixContext const& context, Question const& question, Lever const& lever, Lever::Setting const& setting) {
  auto call = same_call(context);
  if (question.command.party) call.params["party"] = name_of(*question.command.party);
  auto& id = call.params["request_id"];
  auto const content = ledger::hex(ledger::sha256({ledger::as_bytes(written(setting, ""))}));
  id = fmt::format("{}-{}-{}", std::string_view{id.as_string()}, lever.name, content.substr(0, 8));
  return call;
}

Fix call_of(Lever const& lever, Lever::Setting const& setting, World const& world, Question const& question) {
  auto params = question.command.params;
  FixContext const same_event{world.case_.id, world.case_.version, question.command.event, params};
  switch (lever.what) {
    case What::evidence:
      return add_evidence(same_event, lever.name);
    case What::fact:
      return report_fact(same_event, lever.name, setting.value ? to_json(*setting.value) : boost::json::value(nullptr));
    case What::param: {
      auto const& event = *world.workflow.find_event(question.command.event);
      for (auto const& param : event.params)
        if (param.name == lever.name) {
          if (!setting.value)
            params.erase(lever.name);
          else if (param.type == ParamType::money)
            params[lever.name] = to_json(Money{std::get<std::int64_t>(*setting.value), world.case_.currency});
          else
            params[lever.name] = to_json(*setting.value);
        }
      return apply_call(same_event, question, lever, setting);
    }
    case What::message:
      params["message"] = "";
      return apply_call(same_event, question, lever, setting);
    case What::attachment: {
      auto call = apply_call(same_event, question, lever, setting);
      call.params["evidence"] =
          boost::json::array{boost::json::object{{"kind", ""}, {"sha256", ""}, {"source", "upload"}}};
      return call;
    }
    case What::manager:
      return apply_call(same_event, question, lever, setting);
    case What::event: {
      auto const& event = *world.workflow.find_event(lever.name);
      auto const left_minor = refundable_on(world.account, world.case_.claim_lines);
      auto const example = example_params(event, world.case_, left_minor, world.now);
      auto call = same_call({world.case_.id, world.case_.version, lever.name, example});
      call.params["party"] = name_of(event.party);
      return call;
    }
  }
  return {};
}

}  // namespace

Says words_for(Party party) {
  constexpr std::array zh{std::string_view{"买家"},   std::string_view{"卖家"},   std::string_view{"平台"},
                          std::string_view{"承运商"}, std::string_view{"支付方"}, std::string_view{"系统"},
                          std::string_view{"无人"}};
  return {std::string(zh.at(static_cast<std::size_t>(party))), std::string(name_of(party))};
}

Change change_of(Lever const& lever, Lever::Setting const& setting, World const& world, Question const& question) {
  return {.what = lever.what,
          .name = lever.name,
          .setting = setting,
          .by = lever.by,
          .says = says_of(lever, setting, world),
          .call = call_of(lever, setting, world, question)};
}

}  // namespace redress
