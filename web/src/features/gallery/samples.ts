import type { PathStep } from "@/ui/flow/Path";
import type { TimelineEntry } from "@/ui/flow/Timeline";

/** Words of the gallery: shown to us in development only, hence not in the locales. */
export const WORDS = {
  status: "状态：形状、字、颜色三者都在",
  people: "人：谁、代谁",
  mode: "会签 1/3",
  money: "金额与时间",
  field: "付款方式",
  before: "预付 30%",
  after: "货到 30 天月结",
  path: "路径：走过的是实线，预计的是虚线",
  preview: "流程预览",
  timeline: "流转记录",
  waiting: "现在等谁",
  rule: "会签：三人都同意才通过，任一人驳回即结束。超时 48 小时升级给上级。",
  left: "还剩 2 小时 25 分工作时间",
  buttons: "按钮",
  approve: "同意",
  reject: "驳回",
  transfer: "转办",
  cancel: "作废…",
  confirm: "退回给王思远",
  confirmTitle: "退回给王思远？",
  notYet: "先不退",
  toast: "操作之后",
  done: "已同意，交给采购部",
  back: "撤回",
  all: "全部",
  late: "已逾期",
  process: "流程",
  leave: "请假",
  removed: "林昭的待办撤下",
  kept: "陈立的同意留作记录，重提后不再问他",
  paused: "各人的时限停止计算",
  notes: "有人先一步：409 不是报错，是消息",
  faster: "林昭在 16:04 已经驳回",
  discuss: "发到讨论",
  changed: "你昨天退回后，申请人改了 2 处",
  problem: "最早 12月4日（交期 10 天）",
  job: "正在迁移到 v13",
  allDone: "今天的都办完了",
  nothing: "没有符合条件的待办",
  hidden: "你看不到这张单",
  away: "没连上服务器",
} as const;

const MINUTE_MS = 60_000;
const before = (minutes: number) => new Date(Date.now() - minutes * MINUTE_MS).toISOString();

export const SOON = before(-60);
export const LATER = before(-3 * 24 * 60);
export const AGO = [before(35), before(180), before(3 * 24 * 60), before(20 * 24 * 60)] as const;

export const PEOPLE = {
  zhou: { id: "1", name: "周敏", note: "财务部" },
  lin: { id: "2", name: "林昭" },
  chen: { id: "3", name: "陈立" },
  luo: { id: "4", name: "罗岩" },
} as const;

export const PATH: PathStep[] = [
  { id: "1", name: "提交", state: "done", who: "王思远", when: "周一 14:20" },
  { id: "2", name: "部门审批", state: "done", who: "陈立 代 罗岩", when: "用时 42 分" },
  { id: "3", name: "三人评审", state: "now", who: "等你与林昭", when: "已等 1 小时 35 分" },
  { id: "4", name: "采购执行", state: "expected", who: "采购部", condition: "金额满 10 万元，走三人评审" },
  { id: "5", name: "订单同步", state: "expected", who: "ERP" },
];

export const TIMELINE: TimelineEntry[] = [
  { id: "1", person: PEOPLE.lin, isAwaited: true, verdict: "待评审", when: "15:40 已读" },
  { id: "2", person: PEOPLE.chen, onBehalfOf: PEOPLE.luo, when: "今天 14:10", opinion: "产能排期已核，刀柄 24 支够用。" },
  {
    id: "3",
    person: PEOPLE.zhou,
    when: "今天 09:52",
    detail: "改了 2 处",
    changes: [{ label: "热缩刀柄 · 数量", before: "40", after: "24" }],
  },
  { id: "4", person: null, when: "周一 18:11", detail: "预算核对 · 用时 3 小时" },
];
