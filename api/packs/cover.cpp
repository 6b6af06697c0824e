#include "api/packs/cover.hpp"

#include "api/packs/sheet.hpp"
#include "engine/base/money.hpp"

#include <fmt/format.h>

#include <array>

namespace redress::packs {
namespace {

using Rows = std::vector<std::vector<std::string>>;

struct Word {
  std::string_view name;
  std::string_view zh;
  std::string_view en;
};

std::string said(std::span<Word const> words, std::string_view name) {
  for (auto const& word : words)
    if (word.name == name) return fmt::format("{} {}", word.zh, word.en);
  return std::string(name);
}

constexpr std::array<Word, 4> kinds{{{"refund", "退款", "refund"},
                                     {"exchange", "换货", "exchange"},
                                     {"logistics_delay", "物流延误", "logistics delay"},
                                     {"bad_review", "差评", "bad review"}}};
constexpr std::array<Word, 6> parties{{{"buyer", "买家", "buyer"},
                                       {"seller", "卖家", "seller"},
                                       {"platform", "平台", "platform"},
                                       {"carrier", "承运人", "carrier"},
                                       {"payments", "支付", "payments"},
                                       {"timer", "到期", "deadline"}}};
constexpr std::array<Word, 3> sides{
    {{"us", "支持卖家", "for the seller"}, {"them", "支持买家", "for the buyer"}, {"neutral", "中立", "neutral"}}};
constexpr std::array<Word, 3> verdicts_said{
    {{"holds", "成立", "holds"}, {"fails", "不成立", "fails"}, {"unproven", "待证", "unproven"}}};
// Acts on a case that no workflow's table names.
constexpr std::array<Word, 8> acts{{{"open", "开案", "opened"},
                                    {"facts_reported", "报告事实", "facts reported"},
                                    {"evidence_added", "提交证据", "evidence added"},
                                    {"assigned", "分派", "assigned"},
                                    {"linked", "关联案件", "linked"},
                                    {"override_declined", "否决破例", "override declined"},
                                    {"override_proposed", "提请破例", "override proposed"},
                                    {"deadline_passed", "时限届满", "deadline passed"}}};

// "2026-01-05 10:00:00", Beijing time.
std::string beijing(Instant at) {
  auto text = format_rfc3339(at + beijing_offset_ms).substr(0, 19);
  text[10] = ' ';
  return text;
}

std::string beijing(std::string const& rfc3339) {
  auto const at = parse_rfc3339(rfc3339);
  return at ? beijing(*at) : rfc3339;
}

std::string money(std::int64_t minor, Currency currency) {
  return fmt::format("{} {}", format_major({minor, currency}), currency.code());
}

class Cover {
 public:
  Cover(Story const& story, Sheet& sheet) : story_(story), case_(story.loaded.case_), sheet_(sheet) {}

  void draw() {
    sheet_.title("售后案件证据包", "Evidence pack of an after-sales case");
    about();
    goods();
    timeline();
    clauses();
    exhibits();
    limits();
    checking();
  }

 private:
  std::string state_says(std::string_view name) const {
    auto const* state = story_.loaded.workflow->find_state(name);
    if (!state || state->zh.empty()) return std::string(name);
    return fmt::format("{} {}", state->zh, state->en);
  }

  std::string event_says(std::string_view name) const {
    auto const* event = story_.loaded.workflow->find_event(name);
    if (event && !event->zh.empty()) return fmt::format("{} {}", event->zh, event->en);
    return said(acts, name);
  }

  void about() {
    auto const& account = case_.account;
    std::vector<std::pair<std::string, std::string>> rows{
        {"案件 Case", case_.id},
        {"店铺 / 平台 Shop, platform", fmt::format("{} / {}", case_.shop, case_.platform)},
        {"订单 Order", case_.order_id},
        {"类型 Kind", said(kinds, case_.kind)},
        {"事由 Reason", case_.reason},
        {"现状 State",
         fmt::format("{} ({}{})", state_says(case_.state), case_.state, case_.final ? "，已终结 final" : "")},
        {"开案 Opened", beijing(case_.opened_at)},
        {"最后一条记录 Last entry", beijing(story_.last_at())},
    };
    if (case_.facts.known("claim.amount_minor"))
      rows.emplace_back("诉求金额 Claimed", money(case_.facts.integer("claim.amount_minor"), case_.currency));
    rows.emplace_back("已退款 Refunded", money(account.refunded_minor, case_.currency));
    if (account.compensation_paid_minor > 0)
      rows.emplace_back("已赔付 Compensated", money(account.compensation_paid_minor, case_.currency));
    if (case_.due)
      rows.emplace_back("下一时限 Next deadline",
                        fmt::format("{}  {}  {}", beijing(case_.due->at), said(parties, name_of(case_.due->owed_by)),
                                    case_.due->source));
    sheet_.pairs(rows);
    sheet_.note(
        "时间均为北京时间（UTC+8）。买家个人字段、备注与留言不在本包内。 Times are Beijing's. The buyer's personal "
        "fields, "
        "notes and messages are not in this pack.");
  }

  void goods() {
    if (!story_.order || story_.order->lines.empty()) return;
    sheet_.heading("订单商品  Goods");
    Rows rows;
    for (auto const& line : story_.order->lines)
      rows.push_back({line.id, line.title, line.sku, fmt::format("{}", line.quantity),
                      money(line.paid_minor, story_.order->currency)});
    sheet_.table({{"行 Line", 0.12}, {"品名 Title", 0.40}, {"SKU", 0.18}, {"件数 Qty", 0.12}, {"实付 Paid", 0.18}},
                 rows);
  }

  static std::string outcome_of(boost::json::object const& entry) {
    if (text_of(entry, "outcome") == "accepted") return "接受 accepted";
    auto const* refusal = entry.if_contains("refusal");
    return fmt::format("拒绝 refused{}",
                       refusal && refusal->is_object() ? " " + text_of(refusal->get_object(), "code") : std::string{});
  }

  void timeline() {
    sheet_.heading("时间线  Timeline");
    Rows rows;
    for (auto const& [entry, members] : story_.trail) {
      auto const from = text_of(members, "from");
      auto const to = text_of(members, "to");
      rows.push_back({fmt::format("{}", entry.case_seq), beijing(text_of(members, "at")),
                      said(parties, text_of(members, "party")), event_says(text_of(members, "event")),
                      from == to ? "不变 unchanged" : fmt::format("→ {}", state_says(to)), outcome_of(members)});
    }
    sheet_.table({{"#", 0.05},
                  {"时间 Time", 0.18},
                  {"参与方 Party", 0.13},
                  {"动作 Event", 0.22},
                  {"之后状态 State after", 0.26},
                  {"结果 Outcome", 0.16}},
                 rows);
  }

  void clauses() {
    sheet_.heading("依据条款  Clauses consulted");
    Rows rows;
    for (auto const& clause : clauses_of(story_)) {
      std::string verdicts;
      for (auto const& [case_seq, verdict] : clause.verdicts)
        verdicts += fmt::format("{}#{} {}", verdicts.empty() ? "" : "\n", case_seq, said(verdicts_said, verdict));
      rows.push_back({clause.id, fmt::format("{}\n{}", clause.says.zh, clause.says.en),
                      fmt::format("{}（{}）", clause.cites, clause.confidence), verdicts});
    }
    if (rows.empty()) return sheet_.paragraph("没有适用的条款。 No clause applied.");
    sheet_.table({{"规则 Rule", 0.13}, {"内容 What it says", 0.46}, {"出处 Source", 0.26}, {"结论 Verdict", 0.15}},
                 rows);
    sheet_.note(
        "结论前的 # 为时间线序号；内容一栏是规则不成立时给出的话。 The # before a verdict is the row of the "
        "timeline; what a rule says is what it answers where it does not hold.");
  }

  // As exhibits.json: of a text that is not shown, only its commitment.
  static std::string proof_of(Exhibit const& exhibit) {
    auto const& item = exhibit.item;
    bool const is_text = !item.commitment.empty();
    std::string text;
    if (!is_text || exhibit.withheld == Withheld::no) text += item.sha256 + "\n";
    text += fmt::format("{}  {} B", item.mime, item.size_bytes);
    if (is_text) text += fmt::format("\nHMAC {}", item.commitment);
    return text;
  }

  void exhibits() {
    sheet_.heading("证物  Exhibits");
    Rows rows;
    for (auto const& exhibit : story_.exhibits) {
      auto const& item = exhibit.item;
      auto const* kind = find_evidence_kind(item.kind);
      auto what = fmt::format("{} {}\n{}", kind ? kind->zh : "", kind ? kind->en : "", said(sides, item.helps));
      auto const withheld = withheld_says(exhibit.withheld);
      what += exhibit.withheld == Withheld::no ? "\n" + exhibit.path.substr(exhibit.path.rfind('/') + 1)
                                               : fmt::format("\n{}\n{}", withheld.zh, withheld.en);
      std::string when = fmt::format("提交 added\n{}", beijing(item.added_at));
      if (item.captured_at) when += fmt::format("\n取证 captured\n{}", beijing(*item.captured_at));
      std::string needs;
      for (auto const* need : exhibit.needs) needs += fmt::format("{}{}", needs.empty() ? "" : ", ", need->id);
      rows.push_back(
          {fmt::format("{}", exhibit.number), item.kind, what, when, needs.empty() ? "-" : needs, proof_of(exhibit)});
    }
    if (rows.empty()) {
      sheet_.paragraph("本案没有证据。 The case has no evidence.");
    } else {
      sheet_.table({{"#", 0.05},
                    {"类型 Kind", 0.11},
                    {"证物 Exhibit", 0.22},
                    {"时间 Time", 0.14},
                    {"要求 Need", 0.14},
                    {"SHA-256", 0.34, true}},
                   rows);
    }
    missing();
  }

  void missing() {
    Rows rows;
    for (auto const& need : story_.needs)
      for (auto const& group : need.groups)
        if (!group.present)
          rows.push_back({need.need->id, fmt::format("{}", fmt::join(group.kinds, " / ")),
                          fmt::format("{}\n{}", need.need->says.zh, need.need->says.en),
                          said(parties, need.need->borne_by)});
    if (rows.empty()) return;
    sheet_.heading("举证清单中缺少  Missing from the checklist");
    sheet_.table({{"要求 Need", 0.13}, {"任一 Any of", 0.22}, {"说明 Why", 0.50}, {"举证方 Borne by", 0.15}}, rows);
  }

  void limits() {
    Rows rows;
    std::int64_t images = 0;
    auto const add = [&](std::string const& number, LimitFinding const& finding) {
      rows.push_back({number,
                      fmt::format("{}\n{} {}", finding.limit->call, finding.limit->use.zh, finding.limit->use.en),
                      fmt::format("{}\n{}", finding.says.zh, finding.says.en),
                      fmt::format("{}, {}", finding.limit->source, finding.limit->confidence)});
    };
    for (auto const& exhibit : story_.exhibits) {
      images += is_image(exhibit.item.mime) ? 1 : 0;
      for (auto const& finding : exhibit.limits) add(fmt::format("{}", exhibit.number), finding);
    }
    for (auto const& finding : counts_passed(case_.platform, images)) add("*", finding);
    sheet_.heading("平台限制  Platform limits");
    if (rows.empty())
      return sheet_.paragraph(
          "没有证物超出本程序所知的平台限制。 No exhibit goes past a platform limit that is known here.");
    sheet_.table({{"证物 #", 0.09}, {"接口 Call", 0.33}, {"超出之处 What is past", 0.43}, {"来源 Source", 0.15}}, rows);
  }

  void checking() {
    sheet_.keep_together();
    sheet_.heading("如何核验  How to check this pack");
    sheet_.paragraph(
        "本封面只是便于阅读的排版；可以证明的是总账里的记录。核验无需网络：在浏览器中打开 verify.html 并选取本 "
        "ZIP；或在解压后的文件夹里运行"
        "下面第一行；或运行第二行。");
    sheet_.paragraph(
        "This cover is a rendering to read; what is proven are the entries of the ledger. Checking needs no network: "
        "open "
        "verify.html in a browser and pick the ZIP; or run the first line in the extracted folder; or the second.");
    sheet_.code(fmt::format("sha256sum -c manifest-sha256.txt\nredress pack verify redress-{}.zip --vkey '{}'",
                            case_.id, story_.vkey));
    sheet_.paragraph(
        "请用事先从别处得到的公钥核对，不要只信本包自带的：造假者可以连公钥一起换掉。 Compare the key with one you got "
        "elsewhere: whoever forges a pack can put another key in it.");
    sheet_.pairs({{"公钥 Key", story_.vkey},
                  {"总账条数 Ledger size", fmt::format("{}", story_.tree.size)},
                  {"树根 Root", ledger::base64(story_.tree.root)},
                  {"本案记录 Entries", fmt::format("{}", story_.trail.size())},
                  {"末条哈希 Last hash", story_.trail.back().entry.hash}});
    sheet_.let_apart();
  }

  Story const& story_;
  Case const& case_;
  Sheet& sheet_;
};

}  // namespace

Result<std::string> cover_of(Story const& story) {
  auto const& case_ = story.loaded.case_;
  auto sheet = Sheet::begin({.title = fmt::format("售后案件证据包 {}", case_.id),
                             .author = case_.shop,
                             .created_at = format_rfc3339(story.last_at()).substr(0, 19) + "Z",
                             .footer = fmt::format("{}  {}", case_.id, beijing(story.last_at()))});
  if (!sheet) return sheet.error();
  Cover{story, *sheet}.draw();
  return sheet->finish();
}

}  // namespace redress::packs
