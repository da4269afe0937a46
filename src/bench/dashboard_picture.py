# Draws the panels of docs/monitoring/danegate-dashboard.json from what a Prometheus answers to their expressions, as a
# page without scripts. It is no Grafana: it shows whether each panel has data, and what a reader will see in it.
#
#   python3 src/bench/dashboard_picture.py PROMETHEUS MINUTES > dashboard.html
import json,sys,time,urllib.parse,urllib.request,html
dash=json.load(open('docs/monitoring/danegate-dashboard.json'))
prom=sys.argv[1]; minutes=float(sys.argv[2])
end=time.time(); start=end-minutes*60; step=max(5,int(minutes*60/120))
COL=['#3b78c3','#d9822b','#2f9e5b','#c0455e','#7d5bb5','#0f9aa8','#8a7a1c','#6b7785']
def fmt(v,u):
    if u in('bytes',):
        for s in('B','KiB','MiB','GiB'):
            if abs(v)<1024 or s=='GiB': return f'{v:.0f} {s}' if s=='B' else f'{v:.1f} {s}'
            v/=1024
    if u=='Bps': return f'{v/1024:.1f} KiB/s'
    if u=='reqps': return f'{v:.2f}/s'
    if u=='percentunit': return f'{v*100:.1f} %'
    if u=='s':
        if v==0: return '0 s'
        if v<1: return f'{v*1000:.1f} ms'
        if v<120: return f'{v:.1f} s'
        if v<7200: return f'{v/60:.0f} min'
        if v<2*86400: return f'{v/3600:.1f} h'
        return f'{v/86400:.0f} d'
    return f'{v:.0f}'
def query(e):
    e=e.replace('$__rate_interval','60s').replace('$job','.*').replace('$instance','.*')
    u=prom+'/api/v1/query_range?'+urllib.parse.urlencode({'query':e,'start':start,'end':end,'step':step})
    return json.load(urllib.request.urlopen(u))['data']['result']
out=[]
for p in dash['panels']:
    g=p['gridPos']
    if p['type']=='row':
        out.append(f'<h2>{html.escape(p["title"])}</h2>'); continue
    unit=p['fieldConfig']['defaults']['unit']; lines=[]
    for t in p['targets']:
        for r in query(t['expr']):
            l=t['legendFormat']
            for k,v in r['metric'].items(): l=l.replace('{{%s}}'%k,v)
            pts=[(float(a),float(b)) for a,b in r['values'] if b not in('NaN','+Inf')]
            if pts: lines.append((l,pts))
    W,H=100*g['w']/24,150
    top=max([v for _,pts in lines for _,v in pts] or [1]) or 1
    w=int(1240*g['w']/24)-16
    svg=f'<svg width="{w}" height="{H}" viewBox="0 0 {w} {H}">'
    for f in(0,.5,1):
        y=H-16-f*(H-28); svg+=f'<line x1="62" x2="{w-4}" y1="{y}" y2="{y}" class="grid"/><text x="58" y="{y+4}" text-anchor="end">{fmt(top*f,unit)}</text>'
    for i,(l,pts) in enumerate(lines):
        d=''; last=None
        for a,v in pts:
            x=62+(a-start)/(end-start)*(w-66); y=H-16-v/top*(H-28)
            d+=('L' if last is not None and a-last<=step*2.5 else 'M')+f'{x:.1f} {y:.1f}'; last=a
        svg+=f'<path d="{d}" fill="none" stroke="{COL[i%8]}" stroke-width="1.5"/>'
    for f in(0,.5,1):
        x=62+f*(w-66); svg+=f'<text x="{x}" y="{H-2}" text-anchor="{["start","middle","end"][int(f*2)]}">{time.strftime("%H:%M",time.gmtime(start+f*(end-start)))}</text>'
    svg+='</svg>'
    leg=''.join(f'<span><i style="background:{COL[i%8]}"></i>{html.escape(l)} {fmt(pts[-1][1],unit)}</span>' for i,(l,pts) in enumerate(lines)) or '<em>No data</em>'
    out.append(f'<section style="width:{w}px"><h3>{html.escape(p["title"])}</h3>{svg}<p>{leg}</p></section>')
css='body{font:12px system-ui,sans-serif;width:1248px;margin:12px;background:#f4f5f5;color:#222}h1{font-size:18px;margin:4px 4px}h2{font-size:13px;width:100%;margin:8px 4px 0}h3{font-size:12px;margin:0 0 4px}main{display:flex;flex-wrap:wrap;gap:8px}section{background:#fff;border:1px solid #ddd;padding:8px 3px 4px 4px;box-sizing:content-box;width:auto}text{font-size:10px;fill:#666}.grid{stroke:#eee}p{margin:2px 4px;line-height:1.5}p span{margin-right:10px;white-space:nowrap}i{display:inline-block;width:10px;height:3px;margin-right:4px;vertical-align:middle}em{color:#888}'
print(f'<!doctype html><meta charset=utf-8><style>{css}</style><h1>{html.escape(dash["title"])}</h1><main>{"".join(out)}</main>')
