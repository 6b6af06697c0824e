// `redress evidence ...`: add, list, checklist, stage, submit.
#include "api/cli/commands.hpp"
#include "api/cli/output.hpp"

#include <filesystem>
#include <iostream>

namespace redress::cli {

using boost::json::object;

Exit evidence_add(Common const& common, EvidenceOptions const& options) {
  if (options.file.empty() == options.text.empty()) {
    std::cerr << "请给出文件或 --text 之一\ngive either a file or --text\n";
    return Exit::usage;
  }
  boost::system::error_code no;
  auto attributes = boost::json::parse(options.attributes, no);
  if (no || !attributes.is_object()) {
    std::cerr << "--attributes 须为 JSON 对象\n--attributes is a JSON object\n";
    return Exit::usage;
  }
  RpcClient client{common.target};
  object params{{"case_id", options.case_id},
                {"kind", options.kind},
                {"source", options.source},
                {"request_id", fresh_request_id()}};
  if (!attributes.get_object().empty()) params.emplace("attributes", std::move(attributes));
  if (!options.captured_at.empty()) params.emplace("captured_at", options.captured_at);
  if (!options.derived_from.empty())
    params.emplace("derived_from", object{{"id", options.derived_from}, {"how", options.how}});
  if (options.file.empty()) {
    params.emplace("text", options.text);
  } else {
    auto const uploaded = client.upload(options.file);
    if (uploaded.exit != Exit::ok) return report(uploaded, common.json);
    params.emplace("sha256", uploaded.result.at("sha256"));
    params.emplace("name", std::filesystem::path(options.file).filename().string());
  }
  return report(client.call("evidence.add", std::move(params)), common.json);
}

Exit evidence_show(Common const& common, std::string const& method, EvidenceOptions const& options) {
  object params{{"case_id", options.case_id}};
  if (!options.event.empty()) params.emplace("event", options.event);
  return report(RpcClient{common.target}.call(method, std::move(params)), common.json);
}

Exit evidence_stage(Common const& common, EvidenceOptions const& options) {
  object params{{"case_id", options.case_id},
                {"evidence", boost::json::value_from(options.ids)},
                {"via", options.via},
                {"request_id", fresh_request_id()}};
  if (!options.event.empty()) params.emplace("event", options.event);
  return report(RpcClient{common.target}.call("evidence.stage", std::move(params)), common.json);
}

Exit evidence_submit(Common const& common, EvidenceOptions const& options) {
  return report(RpcClient{common.target}.call("evidence.submit",
                                              {{"case_id", options.case_id}, {"request_id", fresh_request_id()}}),
                common.json);
}

}  // namespace redress::cli
