"""How departments write things: headings, months, labels. From the sheets they send, not from what the loaders know."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

from domain.period import Period
from domain.plan import Plan

HEADINGS = {
    "seq": ["序号", "编号", "序 号"],
    "code": ["指标编码", "编码", "指标代码", "指标\n编码"],
    "clause": ["措施", "措施序号", "条目"],
    "name": ["指标名称", "指标", "项目", "指标内容", "工作指标", "主要指标", "项目名称", "指 标 名 称", "目标任务"],
    "task_code": ["任务编码", "任务编号"],
    "task_name": ["任务名称", "工作任务", "重点任务", "任务内容"],
    "unit": ["计量单位", "单位", "计量\n单位", "单 位"],
    "target": ["目标值", "目标", "五年目标", "目标任务数", "规划目标"],
    "deadline": ["期限", "完成时限", "完成期限"],
    "previous": ["上月累计", "上月累计完成", "上月末累计", "截至上月累计"],
    "month": ["本月完成", "本月完成数", "当月完成", "本月新增", "本月数", "本期完成", "本月\n完成", "本月完成（数）"],
    "cumulative": ["累计完成", "累计完成数", "累计", "总累计", "累计数", "五年累计", "累计\n完成", "累计完成（合计）"],
    "rate": ["完成率", "完成比例", "完成进度", "完成率（%）"],
    "progress": ["进展情况", "工作进展", "工作开展情况", "主要做法"],
    "problems": ["存在问题", "困难和问题", "存在困难"],
    "next_steps": ["下一步措施", "下一步工作", "下一步打算"],
    "remark": ["备注", "说明"],
    "period": ["报告期", "月份", "统计月份", "年月"],
    "department": ["填报单位", "报送单位", "责任单位"],
    "region": ["县区", "县（市、区）", "县市区", "区县"],
    "reached": ["达标数", "达标人数", "分子", "已覆盖人数"],
    "denominator": ["总数", "总人数", "应覆盖人数", "分母"],
    "share": ["达标率", "覆盖率"],
    "total": ["合计", "总计", "全市合计"],
    "state": ["状态", "完成状态", "进度状态"],
    "done_on": ["完成日期", "完成时间"],
    "evidence": ["佐证", "佐证材料", "文号"],
}
GROUPS = {"month": ["本月", "当月"], "cumulative": ["累计", "五年累计"]}  # over 完成, 完成数
NEUTRAL = ["完成情况", "任务完成情况", "工作进展"]
DEPARTMENT_LABELS = ["填报单位", "报送单位", "填报单位（盖章）", "单位名称", "填报部门"]
PERIOD_LABELS = ["报告期", "报告月份", "统计月份", "填报月份"]
WHOLE_CITY = ["全市", "合计", "全市合计"]
SAID = [
    "按计划推进。",
    "已组织专题培训。",
    "师资力量不足。",
    "下月继续开展。",
    "无",
    "详见附件",
    "推进中，共开班3期。",
    "—",
]
_CHINESE = "〇一二三四五六七八九"


def heading(rng: Random, role: str) -> str:
    return rng.choice(HEADINGS[role])


def month(rng: Random, period: Period, *, as_text: bool = False) -> Any:
    """A month as people write it; in a cell of its own also as a date."""
    year, number = period.year, period.month
    written: list[Any] = [
        f"{year}年{number}月", f"{year}年{number}月", f"{year}-{number:02d}", f"{year}.{number:02d}",
        f"{year}年{number:02d}月", f"{year}/{number}", chinese(period), f"{year}年{number}月份",
        f"{year} 年 {number} 月",
    ]  # fmt: skip
    days = [period.last_day, period.first_day, f"{period.last_day:%Y-%m-%d}", f"{year}{number:02d}"]
    return rng.choice(written if as_text else [*written, *days])


def chinese(period: Period) -> str:
    tens = {10: "十", 11: "十一", 12: "十二"}
    year = "".join(_CHINESE[int(digit)] for digit in str(period.year))
    return f"{year}年{tens.get(period.month) or _CHINESE[period.month]}月"


def department(rng: Random, plan: Plan, department_id: str) -> str:
    found = plan.department(department_id)
    return rng.choice([found.name.zh, found.name.zh, *filter(None, [found.short]), *found.aliases])


def department_in_title(rng: Random, plan: Plan, department_id: str) -> str:
    """As it opens a title: two letters there would be anybody's."""
    return next(text for text in iter(lambda: department(rng, plan, department_id), "") if len(text) > 2)


def region(rng: Random, plan: Plan, region_id: str) -> str:
    found = plan.region(region_id)
    return rng.choice([found.name.zh, found.name.zh, *found.aliases])


def is_date(value: Any) -> bool:
    return isinstance(value, date)
